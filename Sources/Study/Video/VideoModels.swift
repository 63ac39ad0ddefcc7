import Faces
import Foundation
import Imaging
import Support
import Torch
import Training

/// The models that judge the faces of videos.
public struct VideoModels {
  public let expressions: [ModelFile]
  public let age: ModelFile?

  /// - Throws: `SmilestoneError.usage` where two models have one name, after which columns are named.
  public init(expressions: [ModelFile], age: ModelFile?) throws {
    let names = expressions.map(\.description.name)
    if let twice = names.enumerated().first(where: { names[..<$0].contains($1) })?.element {
      throw SmilestoneError.usage(
        "Two of the models are called “\(twice)”, and columns are named after models.",
        remedy: "Judge with one of them at a time.")
    }
    self.expressions = expressions
    self.age = age
  }

  var all: [ModelFile] { expressions + [age].compactMap(\.self) }

  /// The age groups: the estimator's, else an expression model's, else the study's.
  var ages: AgeGrouping {
    (age ?? expressions.first)?.description.vocabulary.ages ?? .study
  }

  /// The forms in which the models see faces.
  var forms: [FaceForm] {
    all.map(\.description.faceForm).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Fills in ages and probabilities of faces.
  /// - Parameters:
  ///   - faces: each in all `forms`.
  ///   - rows: of the same faces.
  func judge(_ faces: [FormedFace], into rows: inout [FrameRow.Face]) throws {
    guard !faces.isEmpty else { return }
    let indices = Array(faces.indices)
    if let age {
      let estimates = try age.inference.ages(
        of: FacesInMemory(faces, form: age.description.faceForm), at: indices,
        task: "Estimating ages",
        observer: SilentObserver())
      for (index, estimate) in estimates.enumerated() {
        // Without a calibration, how sure an age is is not known.
        let known =
          age.description.ageUncertainty?.calibrated(estimate)
          ?? AgeEstimate(ageInYears: estimate.ageInYears)
        rows[index].ageInYears = known.ageInYears
        rows[index].ageStandardDeviationInYears = known.standardDeviationInYears
      }
    }
    for model in expressions {
      let probabilities = try model.inference.emotionProbabilities(
        of: FacesInMemory(faces, form: model.description.faceForm), at: indices,
        task: "Judging expressions", observer: SilentObserver())
      for (index, shares) in probabilities.enumerated() { rows[index].probabilities.append(shares) }
    }
  }
}

/// A face as models see it: in each form its planes of red, green and blue.
struct FormedFace: Sendable {
  let planes: [FaceForm: [UInt8]]

  init(_ image: RGBImage, forms: [FaceForm]) {
    planes = Dictionary(uniqueKeysWithValues: forms.map { ($0, $0.face(of: image)) })
  }
}

/// Faces in memory, in one form.
private struct FacesInMemory: ImageSource {
  private let faces: [FormedFace]
  private let form: FaceForm

  init(_ faces: [FormedFace], form: FaceForm) {
    self.faces = faces
    self.form = form
  }

  var imageSize: Int { form.size }
  /// Only trainings ask whether images are the same as before.
  var contentKey: String { "video" }

  func copyImages(at indices: [Int], to bytes: UnsafeMutableRawBufferPointer) throws {
    var place = 0
    for index in indices {
      guard let planes = faces[index].planes[form] else {
        throw SmilestoneError.failed("A face was not made in the form \(form.size) × \(form.size).")
      }
      bytes[place..<(place + planes.count)].copyBytes(from: planes)
      place += planes.count
    }
  }
}
