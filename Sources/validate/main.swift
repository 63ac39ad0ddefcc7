// The coverage study: intervals and tests on simulated cohorts whose truth is known.
//
//   validate FOLDER [part …] [cohorts=N]
//
// runs the named parts (all by default), keeps their rows in FOLDER/validation.csv and writes the
// tables of FOLDER/validation.md. `cohorts=N` draws fewer cohorts, for a quick look.

import Foundation
import Support

let parts: [(name: String, title: String, settings: () -> [Setting])] = [
  ("independent", "One face per subject", proportionSettings),
  ("clustered", "Several faces per subject", clusterSettings),
  ("transition", "The transition age", transitionSettings),
  ("age-error", "Error of estimated ages", ageErrorSettings),
]

do {
  let arguments = CommandLine.arguments.dropFirst()
  let names = parts.map(\.name)
  guard let folder = arguments.first else {
    throw SmilestoneError.usage(
      "validate needs a folder for its results.",
      remedy: "Write: validate docs/results [\(names.joined(separator: " "))].")
  }
  let limits = arguments.compactMap { argument in
    argument.hasPrefix("cohorts=") ? Int(argument.dropFirst("cohorts=".count)) : nil
  }
  let asked = arguments.dropFirst().filter { !$0.hasPrefix("cohorts=") }
  if let unknown = asked.first(where: { !names.contains($0) }) {
    throw SmilestoneError.usage(
      "There is no part “\(unknown)”.", remedy: "There are: \(names.joined(separator: ", ")).")
  }
  var results = try Results(folder: URL(fileURLWithPath: folder))
  for part in parts where asked.isEmpty || asked.contains(part.name) {
    var rows: [Row] = []
    for var setting in part.settings() {
      setting.cohorts = min(setting.cohorts, limits.last ?? .max)
      let start = Date()
      let new = try setting.run()
      rows += new
      for row in new { print(try row.markdown()) }
      print(String(format: "  %.1f s", Date().timeIntervalSince(start)))
    }
    try results.replace(part.name, with: rows)
  }
  try results.writePage(parts: parts.map { ($0.name, $0.title) })
} catch let error as SmilestoneError {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(error.code.rawValue)
}
