import Foundation
import Support

// Writes what documents say of the code: `document ROOT`. With --check nothing is written, and the exit
// status is 1 where a document is not current.
let arguments = Array(CommandLine.arguments.dropFirst())
let isWriting = !arguments.contains("--check")
let root = URL(fileURLWithPath: arguments.last { $0 != "--check" } ?? ".")
do {
  let parts = try (SettingsTables.parts + [GlossaryTable.part()]).filter {
    try $0.isStale(in: root, writing: isWriting)
  }
  let files = try Formats.files().filter { try $0.isStale(in: root, writing: isWriting) }
  for part in parts { print("\(part.path): \(part.name)") }
  for file in files { print(file.path) }
  exit(isWriting || parts.count + files.count == 0 ? 0 : 1)
} catch {
  StandardStreams.writeError("document: \(error)\n")
  exit(1)
}
