// The coverage study: intervals and tests on simulated cohorts whose truth is known.
//
//   validate FOLDER [part …] [cohorts=N] [only=TEXT]
//
// runs the named parts (all by default), keeps their rows in FOLDER/validation.csv and writes the
// tables of FOLDER/validation.md. `only=TEXT` runs the setting of this name, or those whose name holds the text, and keeps the
// rows of the others; a text that no name holds is refused with the names. For a quick look, `cohorts=N`
// draws fewer cohorts, prints and keeps nothing.
//
//   validate FOLDER [part …] … shared=WORK [slurm=OPTIONS] [tasks=N]
//
// divides the settings among all processes, also of several machines, that are started with the same folder
// WORK; each ends when all are done, and writes the same. `slurm=time=1:00:00` submits such processes as a job
// array of N tasks (default 8) with sbatch's options. `smilestone status WORK` says how far they are.
//
//   validate FOLDER page
//
// simulates nothing and writes the tables of FOLDER/validation.md again.
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
//
//   validate FOLDER shift [cohorts=N]
//
// asks whether likely ages are righter after they were reweighted to the ages of the faces at hand, and writes
// FOLDER/age-shift.csv and the table of FOLDER/age-shift.md.
//
//   validate FOLDER raters [cohorts=N]
//
// asks whether trends over age hold for other raters as often as their intervals say, and writes
// FOLDER/raters.csv and the table of FOLDER/raters.md.

import Foundation
import SharedWork
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

/// Has Slurm run this command as the tasks of an array.
func submit(_ options: String, tasks: String?, work: URL?) throws {
  guard let work else {
    throw SmilestoneError.usage(
      "slurm= needs a folder that the tasks share.", remedy: "Add shared=FOLDER.")
  }
  guard let count = Int(tasks ?? "8"), (1...10_000).contains(count) else {
    throw SmilestoneError.usage("tasks=\(tasks ?? "") is no number of tasks.")
  }
  guard let program = Bundle.main.executablePath else {
    throw SmilestoneError.failed("The program does not find its own file.")
  }
  let words = CommandLine.arguments.dropFirst().filter {
    !$0.hasPrefix("slurm=") && !$0.hasPrefix("tasks=")
  }
  print(
    try SlurmArray(
      options: SlurmArray.options(options), tasks: count, command: [program] + words,
      workingFolder: FileManager.default.currentDirectoryPath, logFolder: work
    ).start())
}

do {
  let arguments = CommandLine.arguments.dropFirst()
  let names = parts.map(\.name)
  guard let folder = arguments.first else {
    throw SmilestoneError.usage(
      "validate needs a folder for its results.",
      remedy:
        "Write: validate docs/results [\(names.joined(separator: " "))], validate docs/results planning, "
        + "validate docs/results shapes, validate docs/results children, validate docs/results shift, or "
        + "validate docs/results raters."
    )
  }
  func values(of option: String) -> [String] {
    arguments.filter { $0.hasPrefix("\(option)=") }.map { String($0.dropFirst(option.count + 1)) }
  }
  if Array(arguments.dropFirst()) == ["planning"] {
    try PlanningCheck(folder: URL(fileURLWithPath: folder)).run()
    exit(0)
  }
  if Array(arguments.dropFirst()) == ["page"] {
    try Results(folder: URL(fileURLWithPath: folder)).writePage(parts)
    exit(0)
  }
  let limit = try values(of: "cohorts").map { text in
    guard let count = Int(text), count > 0 else {
      throw SmilestoneError.usage(
        "cohorts=\(text) is no number of cohorts.", remedy: "Write cohorts=300, say.")
    }
    return count
  }.last
  let asked = arguments.dropFirst().filter { argument in
    !["cohorts=", "only=", "shared=", "slurm=", "tasks="].contains { argument.hasPrefix($0) }
  }
  if let check = ["shapes", "children", "shift", "raters"].first(where: { asked == [$0] }),
    !values(of: "only").isEmpty
  {
    throw SmilestoneError.usage(
      "“\(check)” has no settings to choose from.",
      remedy: "Leave only= out, or name a part: \(names.joined(separator: ", ")).")
  }
  if asked == ["shapes"] {
    try ShapeCheck(folder: URL(fileURLWithPath: folder), cohorts: limit).run()
    exit(0)
  }
  if asked == ["children"] {
    try ChildCheck(folder: URL(fileURLWithPath: folder), cohorts: limit).run()
    exit(0)
  }
  if asked == ["shift"] {
    try ShiftCheck(folder: URL(fileURLWithPath: folder), cohorts: limit).run()
    exit(0)
  }
  if asked == ["raters"] {
    try RaterCheck(folder: URL(fileURLWithPath: folder), cohorts: limit).run()
    exit(0)
  }
  let chosenName = values(of: "only").last
  if let unknown = asked.first(where: { !names.contains($0) }) {
    throw SmilestoneError.usage(
      "There is no part “\(unknown)”.", remedy: "There are: \(names.joined(separator: ", ")).")
  }
  let chosen = parts.filter { asked.isEmpty || asked.contains($0.name) }
  let settings = try Setting.named(chosenName, among: chosen.flatMap { $0.settings() })
    .map { setting in
      var setting = setting
      setting.cohorts = min(setting.cohorts, limit ?? .max)
      return setting
    }
  let work = values(of: "shared").last.map { URL(fileURLWithPath: $0) }
  if let options = values(of: "slurm").last {
    try submit(options, tasks: values(of: "tasks").last, work: work)
    exit(0)
  }
  func keep(_ rows: [Row], of part: Part) throws {
    guard limit == nil else { return }
    var results = try Results(folder: URL(fileURLWithPath: folder))
    try results.replace(part.name, with: rows, keepingOtherSettings: chosenName != nil)
    try results.writePage(parts)
  }
  if let work {
    let rows = try SharedCoverage(folder: work).rows(of: settings).flatMap(\.self)
    try SharedWork.alone(in: work, command: "validate", observer: SilentObserver()) {
      for part in chosen { try keep(rows.filter { $0.part == part.name }, of: part) }
    }
    for row in rows { print(try row.markdown()) }
    exit(0)
  }
  for part in chosen {
    var rows: [Row] = []
    for setting in settings where setting.part == part.name {
      let start = Date()
      let new = try setting.run()
      rows += new
      for row in new { print(try row.markdown()) }
      print(String(format: "  %.1f s", Date().timeIntervalSince(start)))
    }
    try keep(rows, of: part)
  }
} catch let error as SmilestoneError {
  StandardStreams.writeError("\(error)\n")
  exit(error.code.rawValue)
}
