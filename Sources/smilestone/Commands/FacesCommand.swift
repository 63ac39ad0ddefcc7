import FaceDetection
import Faces
import Foundation
import Imaging
import Statistics
import Support

enum FacesCommand {
  static let command = Command(
    name: "faces", summary: "Cut the faces of a manifest out of their images.",
    operands: "MANIFEST|FOLDER", operandCount: 1...1,
    discussion:
      "Faces are cut out where the manifest's columns say (a box in face_x, face_y, face_width and "
      + "face_height, eyes in left_eye_x, left_eye_y, right_eye_x and right_eye_y); elsewhere "
      + "--detect looks for them. Known eyes are turned level. Writes faces/, manifest.csv with the "
      + "faces, faces.csv with a row for every image and the reason where there is no face, and skipped.csv with "
      + "those that have none and the other files of a folder.",
    options: [
      .value("--out", "DIR", "Where the faces and the new manifest go.", required: true),
      .flag("--detect", "Look for faces whose place is not known."), DetectorOption.option,
      .value("--select", "WHICH", "Of several faces: largest or central. Default: largest.")
        .formerly("--choose"),
      .value("--margin", "SHARE", "Kept on each side, as a share of the face. Default: 0.2."),
      .value("--size", "N", "Side of the cut faces in pixels. Default: 224."),
      .flag("--keep-tilt", "Do not turn the eyes level."),
      .flag(
        "--stored-pixels",
        "Boxes and eyes are places in the images as they are stored, not as EXIF turns them."),
      .json,
    ],
    examples: [
      (
        "smilestone faces affectnet.csv --out affectnet-faces",
        "Cuts along AffectNet's own boxes."
      ),
      (
        "smilestone faces photos --out photo-faces --detect --select central",
        "The face nearest to the middle of each image in a folder."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    var cropping = FaceCropping()
    cropping.sizeInPixels = try arguments.integer("--size", in: 8...4096) ?? cropping.sizeInPixels
    cropping.margin = try arguments.number("--margin", in: 0...3) ?? cropping.margin
    cropping.choice = try arguments.choice("--select") ?? cropping.choice
    cropping.levelsEyes = !arguments.has("--keep-tilt")
    cropping.placesAreAsStored = arguments.has("--stored-pixels")
    let observer = TerminalObserver()
    var detector: (any FaceFinder)?
    if arguments.has("--detect") {
      let made = try DetectorOption.finder(arguments)
      if let dlib = made as? FaceDetector, !dlib.placesEyes, cropping.levelsEyes {
        observer.message(
          "Found faces are not turned: \(FaceDetector.landmarkFile.path), which places the eyes, is "
            + "not there (apt-get install libdlib-data).")
      }
      detector = made
    }
    let out = try arguments.requiredURL("--out")
    let input = try FaceInput(
      arguments.operands[0], allowsSeveralFaces: true, observer: observer)
    let manifest = input.manifest
    if detector == nil, try manifest.facePlaces().allSatisfy({ $0.box == nil && $0.eyes == nil }) {
      throw SmilestoneError.badInput(
        "No place of a face is known in \(arguments.operands[0]).",
        remedy: "Add --detect to look for faces.")
    }
    let faces = try FaceCropper(cropping, finder: detector).crop(
      manifest, into: out, observer: observer)
    try observer.report(
      faces.skipped + input.passedOver, to: out.appendingPathComponent("skipped.csv"))
    guard faces.count > 0 || detector != nil else {
      throw SmilestoneError.badInput(
        "No face could be cut out of the \(faces.outcomes.count) images: "
          + faces.problems.prefix(3).map { "\($0.text) (\($0.count))" }.joined(separator: "; ")
          + ".",
        remedy: "\(out.appendingPathComponent("faces.csv").path) says why, image by image.")
    }
    if arguments.has("--json") { return try printJSON(Summary(faces)) }
    print(
      "\(out.appendingPathComponent("manifest.csv").path): \(faces.count) of "
        + "\(counted(faces.outcomes.count, "face"))")
    for rate in faces.detectionRates {
      let share = try wilsonInterval(successes: rate.found, trials: rate.lookedFor)
      let percent = share.map(Tables.percent)
      print(
        "  found in \(rate.ageGroup?.displayName ?? "unknown age"): \(rate.found) of "
          + "\(rate.lookedFor), \(percent ?? "undefined")")
    }
    if faces.turnedPlaces > 0 {
      print(
        "  places in images that EXIF turns: \(faces.turnedPlaces), taken in the images as they "
          + (cropping.placesAreAsStored
            ? "are stored" : "stand upright; --stored-pixels takes them as they are stored"))
    }
    for note in faces.notes { print("  \(note.text): \(note.count)") }
    for problem in faces.problems { print("  no face, \(problem.text): \(problem.count)") }
    print("\(out.appendingPathComponent("faces.csv").path) has a row for every image.")
  }

  private struct Summary: Encodable {
    struct Group: Encodable {
      let ageGroup: String?
      let lookedFor: Int
      let found: Int
    }

    let images: Int
    let faces: Int
    let detection: [Group]
    let placesInTurnedImages: Int

    init(_ cropped: CroppedFaces) {
      images = cropped.outcomes.count
      faces = cropped.count
      placesInTurnedImages = cropped.turnedPlaces
      detection = cropped.detectionRates.map {
        Group(ageGroup: $0.ageGroup?.rawValue, lookedFor: $0.lookedFor, found: $0.found)
      }
    }
  }
}
