import Foundation
import Study
import Support

enum StartCommand {
  static let command = Command(
    name: "start", summary: "Look at a folder, and say what it has, lacks, and what comes next.",
    operands: "FOLDER", operandCount: 1...1,
    discussion: """
      Says which images, videos and tables are in a folder of photographs, what data set it is read as, which \
      emotions, ages, persons and splits are known, what the question when expressions become adult-like still \
      lacks, and prints the next commands, ready to copy. It opens no image and writes nothing. \
      docs/own-data.md has the whole way, from a folder to a result.
      """,
    options: [.json],
    examples: [
      ("smilestone start photos", "What can be done with a folder of photographs."),
      ("smilestone start archives", "Several archives in one folder: which is for what."),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let survey = try FolderSurvey(URL(fileURLWithPath: arguments.operands[0], isDirectory: true))
    let advice = StartAdvice(survey, hasReadyModels: !ModelLibrary().entries().isEmpty)
    if arguments.has("--json") { return try printJSON(Result(found: survey, advice: advice)) }
    survey.lines.forEach { print($0) }
    if !advice.missing.isEmpty {
      print("\nMissing, to ask when expressions become adult-like:")
      for text in advice.missing { print("- \(text)") }
    }
    print("\nNext:")
    for step in advice.next {
      print("\n  # \(step.purpose)")
      if let command = step.command { print("  \(command)") }
    }
  }

  private struct Result: Encodable {
    let found: FolderSurvey
    let advice: StartAdvice
  }
}
