import AuditArchives
import Foundation
import Statistics
import Support

// Prints the table of docs/results/audit.md: how often the shortcut audit flags small balanced samples of
// synthetic faces, and imitation archives, planted and clean. audit-power [SEEDS]
let questions = [
  "emotion-source", "age-source", "predict-source", "predict-file-type", "predict-image-size",
  "predict-mean-colour", "predict-border-pixels", "class-distribution",
]
let seeds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 200
do {
  print("| archive | any finding | \(questions.joined(separator: " | ")) |")
  print("|---|---|\(questions.map { _ in "---" }.joined(separator: "|"))|")
  for archive in AuditPower.all {
    let flags = try archive.flagged(seeds: seeds)
    let any = flags.count { !$0.isEmpty }
    let interval = try wilsonInterval(successes: any, trials: seeds)
    let range = interval.map {
      String(format: " (%.1f to %.1f %%)", 100 * $0.lower, 100 * $0.upper)
    }
    let cells = questions.map { question in "\(flags.count { $0.contains(question) })" }
    print(
      "| \(archive.name) | \(any) of \(seeds)\(range ?? "") | \(cells.joined(separator: " | ")) |")
  }
} catch {
  StandardStreams.writeError("audit-power: \(error)\n")
  exit(1)
}
