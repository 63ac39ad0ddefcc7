// OwnAnalysis RUN: an analysis of one's own. Are predictions of faces of girls and women more often
// correct than of boys and men? Accuracy by sex and model, with intervals, from a run's predictions.
import Analysis
import Faces
import Foundation
import Statistics
import Study

guard let path = CommandLine.arguments.dropFirst().first else {
  print("usage: OwnAnalysis RUN")
  exit(2)
}
do {
  let run = RunFolder(URL(fileURLWithPath: path))
  let predictions = try PredictionTable(contentsOf: run.predictions)
  let manifest = try Manifest(contentsOf: run.manifest)
  let sexes = Dictionary(
    manifest.records.map { ($0.image, $0.sex) }, uniquingKeysWith: { first, _ in first })
  let rows = predictions.rows.filter { $0.split == "test" && $0.emotion != nil }

  for model in Set(rows.map(\.model)).sorted() {
    for sex in Sex.allCases {
      let own = rows.filter { $0.model == model && sexes[$0.image] == sex }
      let correct = own.count { $0.emotion == $0.predicted }
      // Faces of one person are alike, so these intervals are too narrow; a bootstrap that draws persons
      // (`bootstrapInterval`) is the next step.
      guard let accuracy = try wilsonInterval(successes: correct, trials: own.count) else {
        continue
      }
      let percent = [accuracy.value, accuracy.lower, accuracy.upper].map {
        String(format: "%.1f", 100 * $0)
      }
      print(
        "\(model), \(sex.rawValue): \(percent[0]) % (\(percent[1]) to \(percent[2])), n = \(own.count)"
      )
    }
  }
} catch {
  print("\(error)")
  exit(1)
}
