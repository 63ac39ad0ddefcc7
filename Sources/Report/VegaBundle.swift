import Foundation
import Support

/// Vega, Vega-Lite and vega-embed as one script that needs no network.
///
/// `scripts/make-vega-bundle.py` writes it at set-up; it is never part of the repository.
public struct VegaBundle: Sendable {
  /// The licences, which a page that is passed on must hold, then the code.
  public let script: String

  /// - Throws: `SmilestoneError` when the file cannot be read or is not such a script.
  public init(contentsOf url: URL) throws {
    guard let data = try? Data(contentsOf: url), let text = String(bytes: data, encoding: .utf8)
    else {
      throw SmilestoneError.failed(
        "The chart library \(url.path) cannot be read.", remedy: VegaBundle.remedy)
    }
    guard text.contains("window.vegaEmbed") else {
      throw SmilestoneError.failed(
        "\(url.path) is not the chart library: it defines no vegaEmbed.",
        remedy: VegaBundle.remedy)
    }
    script = String(decoding: PackageResources.vega_notice_js, as: UTF8.self) + text
  }

  /// Reads the bundle from where `SMILESTONE_VEGA_BUNDLE` says, or else from
  /// `.deps/vega/bundle.js` at or above the program's folder or the current one.
  /// - Throws: `SmilestoneError` when there is none.
  public static func locate(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    searchFolders: [URL]? = nil
  ) throws -> VegaBundle {
    if let path = environment["SMILESTONE_VEGA_BUNDLE"], !path.isEmpty {
      return try VegaBundle(contentsOf: URL(fileURLWithPath: path))
    }
    let folders = searchFolders ?? Dependencies.searchFolders
    guard let url = Dependencies.locate("vega/bundle.js", from: folders) else {
      throw SmilestoneError.failed(
        "The chart library .deps/vega/bundle.js is missing.", remedy: remedy)
    }
    return try VegaBundle(contentsOf: url)
  }

  private static let remedy =
    "Run `make setup` in the project's folder, or name the file in SMILESTONE_VEGA_BUNDLE."
}
