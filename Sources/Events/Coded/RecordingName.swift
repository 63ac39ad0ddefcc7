import Foundation

/// What the name of a recording says where it is built as BIDS has it: `sub-01_ses-2_task-play_video.mp4`. One
/// entity is not BIDS's: `age-1.5`, in years.
public struct RecordingName: Sendable, Equatable {
  public let subject: String?
  public let session: String?
  /// nil where the name says none, or no number of years from 0 to 130.
  public let ageInYears: Double?

  public init(_ fileName: String) {
    let stem = (fileName as NSString).deletingPathExtension
    func entity(_ key: String) -> String? {
      stem.split(separator: "_").first { $0.hasPrefix("\(key)-") }
        .map { String($0.dropFirst(key.count + 1)) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    subject = entity("sub")
    session = entity("ses")
    ageInYears = entity("age").flatMap(Double.init).flatMap { (0...130).contains($0) ? $0 : nil }
  }
}
