// ReadResults RUN: a run's accuracies by age group and its findings.
import Analysis
import Foundation
import Study

guard let path = CommandLine.arguments.dropFirst().first else {
  print("usage: ReadResults RUN")
  exit(2)
}
do {
  let metrics = try Metrics(contentsOf: RunFolder(URL(fileURLWithPath: path)).metrics)
  for model in metrics.models {
    for group in model.groups {
      guard let accuracy = group.accuracy else { continue }
      print(
        "\(model.model), \(group.ageGroup.rawValue): "
          + String(format: "%.3f (%.3f to %.3f)", accuracy.value, accuracy.lower, accuracy.upper)
          + ", n = \(group.n)")
    }
  }
  for finding in metrics.findings { print("- \(finding.text)") }
} catch {
  print("\(error)")
  exit(1)
}
