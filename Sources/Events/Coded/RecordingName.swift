import Foundation

/// What the name of a recording says where it is built as BIDS has it: `sub-01_ses-2_task-play_video.mp4`.
public struct RecordingName: Sendable, Equatable {
  public let subject: String?
  public let session: String?

  public init(_ fileName: String) {
    let stem = (fileName as NSString).deletingPathExtension
    func entity(_ key: String) -> String? {
      stem.split(separator: "_").first { $0.hasPrefix("\(key)-") }
        .map { String($0.dropFirst(key.count + 1)) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    subject = entity("sub")
    session = entity("ses")
  }
}
