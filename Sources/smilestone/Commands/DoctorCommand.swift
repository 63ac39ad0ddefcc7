import Study
import Support

enum DoctorCommand {
  static let command = Command(
    name: "doctor", summary: "Say what is installed, what is missing and how to repair it.",
    options: [.json],
    examples: [
      (
        "smilestone doctor",
        "One line for each part, with its version; what is optional and not there is called so."
      )
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let parts = Doctor.examine()
    if arguments.has("--json") {
      try printJSON(parts)
    } else {
      for part in parts {
        let state = part.isPresent ? "ok      " : part.isRequired ? "missing " : "optional"
        print("\(state) \(part.name): \(part.detail)")
        if let remedy = part.remedy { print("         \(remedy)") }
      }
    }
    let missing = parts.filter { !$0.isPresent && $0.isRequired }
    guard missing.isEmpty else {
      throw SmilestoneError.failed(
        "Missing: \(missing.map(\.name).joined(separator: ", ")).",
        remedy: "Run `make setup` in the project's folder.")
    }
  }
}
