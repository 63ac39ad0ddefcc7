import Analysis
import Foundation
import Study

/// Which runs measured what appearance alone does to accuracy.
enum AppearanceOption {
  static let option = Option.value(
    "--appearance", "RUN",
    "A finished run of `smilestone study --cohort appearance` at your settings; give it once for "
      + "each. Findings on photographs are compared with these runs instead of the measurement "
      + "that ships with the program.",
    repeatable: true)

  static func runs(_ arguments: Arguments) -> [URL] {
    arguments.strings(option.name).map { URL(fileURLWithPath: $0) }
  }

  static func reference(_ arguments: Arguments) throws -> AppearanceReference {
    arguments.has(option.name) ? try AppearanceReference(runs: runs(arguments)) : .shipped
  }
}
