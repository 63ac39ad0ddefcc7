import FaceDetection
import Faces
import Foundation
import Support

enum LandmarksCommand {
  static let command = Command(
    name: "landmarks", summary: "Place 68 points on each face of a manifest.",
    operands: "MANIFEST", operandCount: 1...1,
    discussion: """
      dlib finds the largest face of each image and places 68 points on it: jaw, brows, eyes, nose and mouth. They are \
      written into the column landmarks, by which `smilestone expression --features landmarks` compares faces \
      without any appearance, and `--registration landmarks` brings images to adults' head shape. Faces that are not found are left out of the new manifest and counted.

      The points' model is Debian's libdlib-data (apt-get install libdlib-data). docs/expression.md says what it was \
      made from.
      """,
    options: [.value("--out", "FILE", "The manifest to write.", required: true), .json],
    examples: [
      (
        "smilestone landmarks faces.csv --out points.csv",
        "Then `smilestone expression points.csv --features landmarks --out expression`."
      )
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let observer = TerminalObserver()
    let out = try arguments.requiredURL("--out")
    let given = try Manifest(
      contentsOf: URL(fileURLWithPath: arguments.operands[0]), observer: observer)
    let placed = try given.withLandmarks(FaceDetector(), observer: observer)
    guard !placed.manifest.records.isEmpty else {
      throw SmilestoneError.badInput(
        "No face was found in the \(counted(given.records.count, "image")) of \(arguments.operands[0]).",
        remedy: "Faces must look at the camera, with some of the head around them.")
    }
    try placed.manifest.write(to: out)
    let summary = Summary(
      faces: placed.manifest.records.count, unreadable: placed.unreadable,
      withoutFace: placed.withoutFace)
    if arguments.has("--json") { return try printJSON(summary) }
    print(
      "\(out.path): \(summary.faces) of \(counted(given.records.count, "face")); no face found in "
        + "\(summary.withoutFace), unreadable \(summary.unreadable)")
  }

  private struct Summary: Encodable {
    let faces: Int
    let unreadable: Int
    let withoutFace: Int
  }
}
