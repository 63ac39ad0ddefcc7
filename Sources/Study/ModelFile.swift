import Analysis
import Faces
import Foundation
import Imaging
import Models
import Support
import Torch
import Training
import Weights

/// What a model file says about the model in it.
public struct ModelDescription: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, Sendable {
    case age, expression
  }

  public var kind: Kind
  /// "age", "infant", "adult", or a name of the user's.
  public var name: String
  /// The age group whose faces it was trained on; nil for all.
  public var trainedOn: AgeGroup?
  /// Whether its training faces were synthetic or photographs; nil in files of earlier versions, which
  /// do not say.
  public var learntFrom: FaceOrigin?
  public var colour: FaceColour
  /// What its outputs mean, and by what its training faces were grouped.
  public var vocabulary = Vocabulary.study
  public var settings: TrainingSettings
  /// The validation faces that may have chosen the epoch, by `key(ofContent:)`; all others may
  /// calibrate. nil in files of earlier versions, where all chose it.
  public var selectionFaces: [String]?
  /// Of an age estimator: where the true age of a face may lie, learnt from the validation faces that
  /// did not choose the epoch; nil where there were too few.
  public var ageUncertainty: AgeUncertainty?
  /// Of an age estimator: the median age of its training faces, the baseline prediction.
  public var trainingMedianAgeInYears: Double?

  /// What the model takes faces in.
  public var faceForm: FaceForm { FaceForm(size: settings.imageSize, colour: colour) }

  /// Refuses faces in other age groups than those that the model's group is one of.
  ///
  /// A model of all faces, and an age estimator, fit any.
  /// - Parameters:
  ///   - model: the file's path, for the message, as `manifest`.
  /// - Throws: `SmilestoneError.badInput`.
  public func requireGroups(of faces: Manifest, model: String, manifest: String) throws {
    guard trainedOn != nil else { return }
    try vocabulary.ages.require(
      faces.vocabulary.ages, in: "The model \(model)", as: "the manifest \(manifest)",
      remedy: "Sort the faces as the model’s were: `smilestone stratify --age-groups "
        + "\"\(vocabulary.ages.text)\"`.")
  }

  /// The first twelve of the digits of an image's SHA-256: enough to know it again.
  static func key(ofContent hash: String) -> String { String(hash.prefix(12)) }
}

/// A trained model, ready for inference, with its description.
public struct ModelFile {
  public let description: ModelDescription
  public let url: URL
  public let inference: Inference

  /// Under what the description stands in a file's metadata.
  static let key = "smilestone"

  /// Whether a file says which model it holds.
  static func isDescribed(_ file: WeightsFile) -> Bool { file.metadata[key] != nil }

  /// Builds the model that a description asks for, its weights still undefined.
  static func emptyModel(for description: ModelDescription) throws -> FaceModel {
    let settings = description.settings
    return try FaceModel(
      architecture: settings.architecture,
      head: settings.head(
        of: description.kind, labels: description.vocabulary.labels.count),
      initialisesWeights: false)
  }

  static func write(_ model: FaceModel, _ description: ModelDescription, to url: URL) throws {
    let json = try SettingsFile.encode(description)
    try model.save(to: url, metadata: [key: String(decoding: json, as: UTF8.self)])
  }

  /// Reads a model file onto a device.
  /// - Parameter kind: what the file must hold.
  /// - Throws: `SmilestoneError.badInput` when it is no model of Smilestone's or of another kind.
  public init(contentsOf url: URL, kind: ModelDescription.Kind, device: Device) throws {
    let (description, model) = try ModelFile.read(url, kind: kind)
    self.description = description
    self.url = url
    inference = try Inference(model: model, settings: description.settings, device: device)
  }

  private struct EarlierDefaults: Encodable {
    let vocabulary: Vocabulary
    let settings: TrainingSettings
  }

  /// A model of an earlier version knows nothing of later settings: these are the defaults, which
  /// change nothing. It may have settings under former names.
  private static func description(_ json: Data) throws -> ModelDescription {
    func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws -> Value {
      try JSONText.decode(type, from: data, name: key, as: "a model's description", remedy: "")
    }
    let defaults = EarlierDefaults(vocabulary: .study, settings: TrainingSettings())
    let merged = try JSONTree(encoding: defaults)
      .merging(FormerNames.ofSettings.renamed(decode(JSONTree.self, json)))
    return try decode(ModelDescription.self, SettingsFile.encode(merged))
  }

  /// The labels of the outputs of an expression model, in their order, as its file states them.
  /// - Throws: `SmilestoneError.badInput` where the file is none of this program's expression models.
  static func labels(statedBy url: URL) throws -> [String] {
    let json = try? WeightsFile(contentsOf: url).metadata[key]
    guard let json, let description = try? description(Data(json.utf8)),
      description.kind == .expression
    else {
      throw SmilestoneError.badInput(
        "\(url.path) does not say which labels its head has.",
        remedy: "Name them in their order: --set 'initialHeadLabels=[\"neutral\", \"happy\", …]'.")
    }
    return description.vocabulary.labels.emotions.map(\.rawValue)
  }

  /// The description and the model as it was trained. The file's content goes before inference
  /// begins: it is as large as the model.
  static func read(
    _ url: URL, kind: ModelDescription.Kind
  ) throws -> (ModelDescription, FaceModel) {
    let (description, model) = try read(url)
    guard description.kind == kind else {
      throw SmilestoneError.badInput(
        "\(url.path) is the \(description.kind.rawValue) model “\(description.name)”.",
        remedy: "Give a model for \(kind == .age ? "ages" : "expressions") here.")
    }
    return (description, model)
  }

  /// The same for a model of any kind.
  static func read(_ url: URL) throws -> (ModelDescription, FaceModel) {
    let content = try Safetensors.read(url)
    guard let json = content.metadata[ModelFile.key],
      let description = try? ModelFile.description(Data(json.utf8))
    else {
      throw SmilestoneError.badInput(
        "\(url.path) holds weights but does not say of which model.",
        remedy: "Give a model.safetensors that `smilestone train` or `smilestone age train` wrote.")
    }
    let model = try ModelFile.emptyModel(for: description)
    try model.store.restore(content.tensors)
    return (description, model)
  }
}
