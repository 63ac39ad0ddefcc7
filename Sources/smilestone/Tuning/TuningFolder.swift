import Faces
import Foundation
import SharedWork
import Study
import Support
import Training
import Tuning

/// Where a search keeps its files.
struct TuningFolder {
  let url: URL

  init(_ url: URL) { self.url = url.standardizedFileURL }

  /// What is searched, with a hash of the faces.
  var search: URL { file("search.json") }
  /// The settings that all trainings start from.
  var base: URL { file("base.json5") }
  var trials: URL { file("trials.csv") }
  var best: URL { file("best.json5") }
  var figures: URL { file("figures") }
  var cache: URL { file("cache") }

  func faces(fold: Int?) -> URL { file(fold.map { "faces/fold-\($0).csv" } ?? "faces/faces.csv") }

  private func file(_ path: String) -> URL { url.appendingPathComponent(path) }

  /// Whether a manifest is that of a search, whose faces could all be read when it was written.
  static func isManifest(_ file: URL) -> Bool {
    let faces = file.standardizedFileURL.deletingLastPathComponent()
    let folder = TuningFolder(faces.deletingLastPathComponent())
    return faces.path == folder.faces(fold: nil).deletingLastPathComponent().path
      && FileManager.default.fileExists(atPath: folder.search.path)
  }

  private struct Identity: Codable {
    let model: TuningRequest.Model
    let group: String?
    let search: Search
    let settings: TrainingSettings
    let faces: String
  }

  /// Runs `body` while no other process prepares the search or sums it up; waits for one that does.
  func alone<Result>(
    _ observer: any ProgressObserver, _ body: () throws -> Result
  ) throws -> Result {
    try SharedWork.alone(in: url, command: "smilestone tune", observer: observer, body)
  }

  /// The search that the folder holds.
  /// - Throws: `SmilestoneError.badInput` where it holds none.
  func readSearch() throws -> Search {
    guard let data = try? Data(contentsOf: search) else {
      throw SmilestoneError.badInput(
        "\(url.path) holds no search.", remedy: "Name the folder of `smilestone tune --out`.")
    }
    return try JSONText.decode(
      Identity.self, from: data, name: search.path, as: "a search",
      remedy: "Name the folder of `smilestone tune --out`."
    ).search
  }

  /// Makes the folder this search's: a folder belongs to one search.
  /// - Throws: `SmilestoneError.usage` that names what differs from the search that it holds.
  func claim(_ request: TuningRequest, manifests: [Manifest]) throws {
    let identity = Identity(
      model: request.model, group: request.group, search: request.search,
      settings: request.settings,
      faces: try ContentHash.sha256(
        ofStrings: manifests.flatMap { manifest in
          manifest.records.map { "\($0)" }
        }))
    let data = try SettingsFile.encode(identity)
    if let earlier = try? Data(contentsOf: search), earlier != data {
      let differences = SettingsFile.differences(earlier, data)
      throw SmilestoneError.usage(
        "\(url.path) holds another search (\(differences.joined(separator: "; "))).",
        remedy: "Choose another --out, or repeat the command that it was made with.")
    }
    for (index, manifest) in manifests.enumerated() {
      let fold = request.search.folds == nil ? nil : index + 1
      try AtomicFile.createFolder(faces(fold: fold).deletingLastPathComponent())
      try manifest.write(to: faces(fold: fold))
    }
    try AtomicFile.write(SettingsFile.encode(request.settings), to: base)
    try AtomicFile.write(data, to: search)
  }
}
