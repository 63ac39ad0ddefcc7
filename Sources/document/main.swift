import Foundation
import Support

// Writes what documents say of the code: `document ROOT`. With --check nothing is written, and the exit
// status is 1 where a document is not current.
let arguments = Array(CommandLine.arguments.dropFirst())
let root = URL(fileURLWithPath: arguments.last { $0 != "--check" } ?? ".")
do {
  let stale = try GeneratedParts.all.filter { part in
    try part.isStale(in: root, writing: !arguments.contains("--check"))
  }
  for part in stale { print("\(part.path): \(part.name)") }
  exit(arguments.contains("--check") && !stale.isEmpty ? 1 : 0)
} catch {
  StandardStreams.writeError("document: \(error)\n")
  exit(1)
}
