import Datasets
import Faces
import Foundation
import Support
import Tracking

/// `frames.csv`: a row for every sampled frame and face.
struct FrameTable {
  private let models: VideoModels
  private let warning: String
  private var writer: CSVWriter

  init(_ models: VideoModels, warning: String) {
    self.models = models
    self.warning = warning
    writer = CSVWriter(
      header: FrameColumns.described.map(\.name) + Self.columns(of: models)
        + [FrameColumns.warning])
  }

  private static func columns(of models: VideoModels) -> [String] {
    (models.age == nil ? [] : FrameColumns.ages)
      + models.expressions.flatMap { file in
        FrameColumns.judgements(
          of: file.description.name, labels: file.description.vocabulary.labels)
      }
  }

  /// Adds a row.
  mutating func add(_ row: FrameRow, of video: String, _ status: FrameStatus, _ reason: String) {
    let face = row.face
    var cells = [
      video, Self.seconds(row.time), Self.seconds(row.presentationTime), status.rawValue, reason,
      face.map { "\($0.track)" } ?? "",
    ]
    cells += Self.place(of: face)
    let turn = face?.turn
    cells += [turn?.yaw, turn?.pitch, turn?.roll].map { $0.map { Self.text($0, digits: 1) } ?? "" }
    cells.append(face.map { Self.text($0.confidence, digits: 4) } ?? "")
    cells.append(face.map { Self.text($0.sharpness, digits: 2) } ?? "")
    cells += judgement(face)
    let isJudged = !(face?.probabilities ?? []).isEmpty || face?.ageInYears != nil
    cells.append(isJudged ? warning : "")
    writer.append(cells)
  }

  /// Hands over what was added since.
  mutating func takeText() -> String { writer.takeText() }

  private func judgement(_ face: FrameRow.Face?) -> [String] {
    var cells: [String] = []
    if let age = models.age {
      let groups = age.description.vocabulary.ages
      cells += [
        face?.ageInYears.map { Self.text($0, digits: 3) } ?? "",
        face?.ageStandardDeviationInYears.map { Self.text($0, digits: 3) } ?? "",
        face?.ageInYears.map { groups.group(ofAgeInYears: $0).rawValue } ?? "",
      ]
    }
    for (index, model) in models.expressions.enumerated() {
      let labels = model.description.vocabulary.labels
      guard let shares = face?.probabilities, shares.indices.contains(index) else {
        cells += Array(repeating: "", count: labels.count + 1)
        continue
      }
      cells.append(labels.mostProbable(shares[index]).rawValue)
      cells += shares[index].map { String(format: "%.6f", $0) }
    }
    return cells
  }

  /// The cells of `FacePlace.columns`.
  private static func place(of face: FrameRow.Face?) -> [String] {
    let box = face.map { [$0.box.x, $0.box.y, $0.box.width, $0.box.height] }
    let eyes = face?.eyes.map { [$0.leftX, $0.leftY, $0.rightX, $0.rightY] }
    return [box, eyes].flatMap { $0?.map { text($0, digits: 2) } ?? ["", "", "", ""] }
  }

  private static func seconds(_ time: Double?) -> String { time.map { text($0, digits: 6) } ?? "" }

  static func text(_ number: Double, digits: Int) -> String {
    let scale = pow(10, Double(digits))
    return "\((number * scale).rounded() / scale)"
  }
}
