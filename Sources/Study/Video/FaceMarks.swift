import Events
import Foundation
import Support
import Tracking

/// Who is studied in which video, as people marked it: events of the variable `infant`, whose codes say where in the
/// frame the face is (`FaceMark`).
public struct FaceMarks: Codable, Sendable, Equatable {
  /// By the recordings' names without their endings.
  private let byRecording: [String: [FaceMark]]

  /// The tier, column or category whose events are marks.
  public static let variable = "infant"

  /// - Parameter videos: the recordings that are meant; a file of events that names none is about one.
  /// - Throws: `SmilestoneError.badInput` where there are no marks, one is not understood, or none is about these
  ///   videos.
  public init(contentsOf url: URL, videos: [URL]) throws {
    let events = try EventFormat.read([url]).events
    let marks = events.filter { $0.variable.lowercased() == Self.variable }
    guard !marks.isEmpty else {
      let variables = Set(events.map(\.variable)).sorted().prefix(5).joined(separator: ", ")
      throw SmilestoneError.badInput(
        "\(url.path) has no marks: no event of the variable “\(Self.variable)”, but of \(variables).",
        remedy: "Mark whose face is studied in a tier, column or category of that name.")
    }
    let names = videos.map { $0.deletingPathExtension().lastPathComponent }
    var byRecording: [String: [FaceMark]] = [:]
    for event in marks {
      guard let mark = FaceMark(code: event.code, onset: event.onset, offset: event.offset) else {
        throw SmilestoneError.badInput(
          "\(url.path): the mark \(event.inWords) is not understood.",
          remedy: "Marks are \(FaceMark.codesInWords).")
      }
      let name = event.video.isEmpty && names.count == 1 ? names[0] : event.recording
      byRecording[name, default: []].append(mark)
    }
    guard names.contains(where: { byRecording[$0] != nil }) else {
      throw SmilestoneError.badInput(
        "\(url.path) marks none of these videos, but \(byRecording.keys.sorted().prefix(3).joined(separator: ", ")).",
        remedy: "They are called \(names.prefix(3).joined(separator: ", ")).")
    }
    self.byRecording = byRecording
  }

  /// The marks of a video.
  /// - Parameter video: its file name.
  func marks(of video: String) -> [FaceMark] {
    byRecording[(video as NSString).deletingPathExtension] ?? []
  }

  /// Which of the videos have none.
  public func unmarked(of videos: [URL]) -> [URL] {
    videos.filter { marks(of: $0.lastPathComponent).isEmpty }
  }
}
