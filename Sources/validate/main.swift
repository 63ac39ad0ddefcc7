// The coverage study: intervals and tests on simulated cohorts whose truth is known.
//
//   validate FOLDER [part …] [cohorts=N] [only=TEXT]
//
// runs the named parts (all by default), keeps their rows in FOLDER/validation.csv and writes the
// tables of FOLDER/validation.md. `only=TEXT` runs the settings whose name holds the text and keeps the
// rows of the others. For a quick look, `cohorts=N` draws fewer cohorts, prints and keeps nothing.
//
//   validate FOLDER planning
//
// asks instead whether studies keep what `smilestone plan` predicts, and writes FOLDER/planning.csv and
// the tables of FOLDER/planning.md.
//
//   validate FOLDER shapes [cohorts=N]
//
// asks which form of curve is chosen where the true one is known, and writes FOLDER/shapes.csv and the table
// of FOLDER/shapes.md; with `cohorts=N` it prints and keeps nothing.
//
//   validate FOLDER children [cohorts=N]
//
// asks the same of the ages at which single children change, and writes FOLDER/children.csv and the table of
// FOLDER/children.md.

import Foundation
import Support

let parts = [
  Part(
    name: "independent", title: "One face per subject", method: proportionMethod,
    settings: proportionSettings),
  Part(
    name: "clustered", title: "Several faces per subject", method: clusterMethod,
    settings: clusterSettings),
  Part(
    name: "transition", title: "The transition age", method: transitionMethod,
    settings: transitionSettings),
  Part(
    name: "age-error", title: "Error of estimated ages", method: ageErrorMethod,
    settings: ageErrorSettings),
]

do {
  let arguments = CommandLine.arguments.dropFirst()
  let names = parts.map(\.name)
  guard let folder = arguments.first else {
    throw SmilestoneError.usage(
      "validate needs a folder for its results.",
      remedy:
        "Write: validate docs/results [\(names.joined(separator: " "))], validate docs/results planning, "
        + "validate docs/results shapes, or validate docs/results children."
    )
  }
  func values(of option: String) -> [String] {
    arguments.filter { $0.hasPrefix("\(option)=") }.map { String($0.dropFirst(option.count + 1)) }
  }
  if Array(arguments.dropFirst()) == ["planning"] {
    try PlanningCheck(folder: URL(fileURLWithPath: folder)).run()
    exit(0)
  }
  let limit = try values(of: "cohorts").map { text in
    guard let count = Int(text), count > 0 else {
      throw SmilestoneError.usage(
        "cohorts=\(text) is no number of cohorts.", remedy: "Write cohorts=300, say.")
    }
    return count
  }.last
  let asked = arguments.dropFirst().filter {
    !$0.hasPrefix("cohorts=") && !$0.hasPrefix("only=")
  }
  if asked == ["shapes"] {
    try ShapeCheck(folder: URL(fileURLWithPath: folder), cohorts: limit).run()
    exit(0)
  }
  if asked == ["children"] {
    try ChildCheck(folder: URL(fileURLWithPath: folder), cohorts: limit).run()
    exit(0)
  }
  let chosenName = values(of: "only").last
  if let unknown = asked.first(where: { !names.contains($0) }) {
    throw SmilestoneError.usage(
      "There is no part “\(unknown)”.", remedy: "There are: \(names.joined(separator: ", ")).")
  }
  var results = try Results(folder: URL(fileURLWithPath: folder))
  for part in parts where asked.isEmpty || asked.contains(part.name) {
    var rows: [Row] = []
    for var setting in part.settings() {
      if let chosenName, !setting.name.contains(chosenName) { continue }
      setting.cohorts = min(setting.cohorts, limit ?? .max)
      let start = Date()
      let new = try setting.run()
      rows += new
      for row in new { print(try row.markdown()) }
      print(String(format: "  %.1f s", Date().timeIntervalSince(start)))
    }
    guard limit == nil else { continue }
    try results.replace(part.name, with: rows, keepingOtherSettings: chosenName != nil)
  }
  if limit == nil { try results.writePage(parts) }
} catch let error as SmilestoneError {
  StandardStreams.writeError("\(error)\n")
  exit(error.code.rawValue)
}
