import Cohort
import Foundation
import Support

enum ManifestCommand {
  static let command = Command(
    name: "manifest", summary: "List the faces of a data set with their labels in a CSV.",
    operands: "FOLDER", operandCount: 1...1,
    discussion: "Labels come from file and folder names alone; what does not match is listed, "
      + "never guessed. No image is opened.",
    options: [
      .value(
        "--dataset", "NAME",
        "The folder's form: "
          + DatasetAdapters.all.map { "\($0.name) (\($0.layout))" }.joined(separator: " "),
        required: true),
      .value("--out", "FILE", "The manifest to write.", required: true),
      .value("--skipped", "FILE", "Where to list what was left out. Default: beside the manifest."),
    ],
    examples: [
      (
        "smilestone manifest fer2013 --dataset folders --out fer2013.csv",
        "One row for each image in fer2013/happy, fer2013/sad, ..."
      ),
      (
        "smilestone manifest utkface --dataset utkface --out utkface.csv",
        "Age, sex and ethnicity from UTKFace's file names."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let adapter = try DatasetAdapters.named(arguments.required("--dataset"))
    let out = try arguments.requiredURL("--out")
    let dataset = try adapter.read(URL(fileURLWithPath: arguments.operands[0]))
    try dataset.manifest.write(to: out)
    let records = dataset.manifest.records
    print("\(out.path): \(records.count) faces")
    for emotion in Emotion.allCases {
      let count = records.count { $0.emotion == emotion }
      if count > 0 { print("  \(emotion.rawValue): \(count)") }
    }
    let aged = records.count { $0.ageInYears != nil }
    if aged > 0 { print("  with an age: \(aged)") }
    let list =
      arguments.url("--skipped")
      ?? out.deletingPathExtension().appendingPathExtension("skipped.csv")
    if !dataset.skipped.isEmpty {
      try SkippedImage.write(dataset.skipped, to: list)
      print("  left out: \(dataset.skipped.count), listed in \(list.path)")
    }
  }
}
