import Datasets
import Faces
import Foundation
import Support

enum ManifestCommand {
  static let command = Command(
    name: "manifest", summary: "List the faces of a data set with their labels in a CSV.",
    operands: "PLACE", operandCount: 1...1,
    discussion: "PLACE is the data set's folder, or its CSV file. Labels join images by exact name "
      + "alone; what does not match is listed, never guessed. No image is decoded. "
      + "docs/datasets.md has the whole story.\n\n"
      + DatasetAdapters.all.map { "\($0.name): \($0.layout)" }.joined(separator: "\n\n"),
    options: [
      .value(
        "--dataset", "NAME",
        "What PLACE holds: \(DatasetAdapters.namesInWords). Default: what it is recognised as."
      ).choosing(DatasetAdapters.all.map { $0.name }),
      .value("--out", "FILE", "The manifest to write.", required: true),
      SchemeOption.option,
      .value("--labels", "FILE", "A table of labels (\(names(.labels)))."),
      .value(
        "--frames", "DIR",
        "What `smilestone video` made of the videos: of frames in which the studied face can be used its place is "
          + "taken (\(names(.frames)))."),
      .value(
        "--column", "TARGET=NAME",
        "The table's column NAME fills the manifest's column TARGET (\(names(.column))).",
        repeatable: true),
      .value(
        "--value", "COLUMN:FROM=TO",
        "Cells or folders called FROM mean TO, such as emotion:0=anger (\(names(.value))).",
        repeatable: true),
      .value(
        "--pattern", "EXPRESSION",
        "What names say, by named groups such as (?<subject>s[0-9]+), or a data set's name: "
          + "\(NamePattern.namesInWords) (\(names(.pattern)))."),
      .value(
        "--encoding", "NAME",
        "How tables are written, without a byte-order mark: "
          + "\(TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")) (\(names(.encoding)))."
      ).choosing(TextEncoding.self),
      .value("--images", "DIR", "Where the table's image names start (\(names(.images)))."),
      .flag(
        "--keep-other-labels",
        "Keep faces whose label the scheme does not have, without an emotion (\(names(.keepOtherLabels)))."
      ),
      .flag(
        "--emotion-from-votes",
        "Take the raters' first choice for the emotion (\(names(.emotionFromVotes)))."),
      .value(
        "--drop-ages-from", "YEARS",
        "Leave out faces of this age and above (\(names(.dropAgesFrom)))."),
      .ageGroups,
      .flag(
        "--drop-copies",
        "Of files that hold the same bytes keep the first alone, in the order of their rows."),
      .value("--skipped", "FILE", "Where to list what was left out. Default: beside the manifest."),
    ],
    examples: [
      (
        "smilestone manifest TIF --dataset tif --labels ratings.csv --out tif.csv",
        "Subjects, ages and emotions from the names, raters' votes from the table."
      ),
      (
        "smilestone manifest fer2013.csv --dataset fer2013 --labels fer2013new.csv --out fer.csv",
        "Writes the images into fer-images and joins FERPlus's votes."
      ),
      (
        "smilestone manifest utkface --dataset utkface --drop-ages-from 85 --out utkface.csv",
        "Age, sex and ethnicity from UTKFace's file names."
      ),
      (
        "smilestone manifest faces.csv --dataset csv --column image=path --column age=years --out m.csv",
        "Any table, with its own names of columns."
      ),
    ],
    run: run)

  private static func names(_ option: ImportOption) -> String {
    DatasetAdapters.all.filter { $0.options.contains(option) }.map { $0.name }
      .joined(separator: ", ")
  }

  private static func run(_ arguments: Arguments) throws {
    let adapter = try adapter(arguments)
    let out = try arguments.requiredURL("--out")
    let list =
      arguments.url("--skipped")
      ?? out.listOfSkipped
    var dataset = try adapter.read(
      URL(fileURLWithPath: arguments.operands[0]),
      options: options(arguments, for: type(of: adapter), out: out, list: list))
    // Elsewhere a --pattern would say nothing new.
    if type(of: adapter).options.contains(.pattern), let hint = dataset.subjectHint {
      dataset.notes.append(hint)
    }
    try dataset.compareFiles(
      droppingCopies: arguments.has("--drop-copies"), observer: TerminalObserver())
    try dataset.manifest.write(to: out)
    print("\(out.path): \(dataset.summary.joined(separator: "\n"))")
    if let note = dataset.manifest.unusedColumnsInWords { TerminalObserver().message(note) }
    if !dataset.skipped.isEmpty {
      try SkippedImage.write(dataset.skipped, to: list)
      print("\(list.path) lists them all.")
    }
  }

  /// What reads the place: as told, or as it looks.
  private static func adapter(_ arguments: Arguments) throws -> any DatasetAdapter {
    if let name = arguments.string("--dataset") { return try DatasetAdapters.named(name) }
    let place = arguments.operands[0]
    let looked = try DatasetPlace(URL(fileURLWithPath: place))
    guard let found = try DatasetAdapters.recognised(in: looked) else {
      throw SmilestoneError.badInput(
        "\(place) looks like no data set that is known.",
        remedy: looked.numberedFoldersInWords
          ?? "Say which it is with --dataset NAME: one of \(DatasetAdapters.namesInWords).")
    }
    TerminalObserver().message(
      "\(place) is read as the data set kind “\(type(of: found).name)” (--dataset).")
    return found
  }

  private static func options(
    _ arguments: Arguments, for adapter: any DatasetAdapter.Type, out: URL, list: URL
  ) throws -> ImportOptions {
    for option in ImportOption.allCases
    where arguments.has("--\(option.rawValue)") && !adapter.options.contains(option) {
      throw SmilestoneError.usage(
        "--\(option.rawValue) means nothing to --dataset \(adapter.name).",
        remedy: "It is for \(names(option)).")
    }
    var options = ImportOptions()
    options.labels = arguments.url("--labels")
    options.frames = arguments.url("--frames")
    if let scheme = try arguments.scheme() { options.vocabulary.labels = scheme }
    options.ages = try arguments.ageGroups()
    options.images = arguments.url("--images")
    options.keepsOtherLabels = arguments.has("--keep-other-labels")
    options.takesEmotionFromVotes = arguments.has("--emotion-from-votes")
    options.droppedFromAgeInYears = try arguments.number("--drop-ages-from", in: 0...200)
    options.imageFolder = URL(
      fileURLWithPath: out.deletingPathExtension().path + "-images", isDirectory: true)
    options.skippedList = list
    options.observer = TerminalObserver()
    options.values = try ValueMap(
      arguments.strings("--value"),
      vocabulary: Vocabulary(
        labels: options.vocabulary.labels, ages: options.ages ?? .study))
    options.pattern = try arguments.string("--pattern").map {
      try NamePattern(named: $0, values: options.values)
    }
    options.encoding = try arguments.choice("--encoding")
    for text in arguments.strings("--column") {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, options.columns.updateValue(parts[1], forKey: parts[0]) == nil else {
        throw SmilestoneError.usage(
          "--column \(text): not of the form TARGET=NAME, or given twice.",
          remedy: "Give --column image=path, say.")
      }
    }
    return options
  }
}
