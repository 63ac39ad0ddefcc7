import Report
import Study
import Support

/// Options that say which faces a report's page shows.
enum FaceOptions {
  static let options: [Option] = [
    .flag(
      "--show-infants",
      "Put photographs of real infants into the page; by default their bytes are left out."),
    .flag("--hide-faces", "Leave all images of faces out of the page."),
    .flag(
      "--all-faces",
      "Put all test faces into the page, instead of a few for each cell of the confusion matrices."),
  ]

  static func choice(_ arguments: Arguments) throws -> FaceChoice {
    FaceChoice(
      visibility: try visibility(arguments), showsAllFaces: arguments.has("--all-faces"))
  }

  /// What `--show-infants` and `--hide-faces` say.
  static func visibility(_ arguments: Arguments) throws -> FaceVisibility {
    let (hides, shows) = (arguments.has("--hide-faces"), arguments.has("--show-infants"))
    guard !(hides && shows) else {
      throw SmilestoneError.usage(
        "--hide-faces and --show-infants cannot go together.", remedy: "Leave out one of them.")
    }
    return hides ? .nothing : shows ? .all : .withoutRealInfants
  }
}
