import Analysis
import Faces
import Foundation
import Support
import Torch
import Training

/// Inspects expression models on test faces: where each looks, and how alike they see them.
public struct RepresentationAnalysis {
  let device: Device
  let observer: any ProgressObserver

  public init(device: Device, observer: any ProgressObserver) {
    self.device = device
    self.observer = observer
  }

  /// - Parameters:
  ///   - models: files of expression models.
  ///   - seed: chooses the faces where there are many.
  ///   - load: the faces as a model takes them; of one manifest for all models.
  /// - Throws: `SmilestoneError.badInput` when a file is no expression model.
  public func representation(
    of models: [URL], seed: UInt64, load: (ModelDescription) throws -> LoadedFaces
  ) throws -> Representation {
    var records: [FaceRecord]?
    var labels: LabelScheme?
    var photographs: [String?] = []
    var ages = AgeGrouping.study
    let views = try models.map { url in
      let (description, model) = try ModelFile.read(url, kind: .expression)
      let faces = try load(description)
      // Which faces can be read is the same at any size.
      let chosen = Representation.choice(of: faces.manifest.records, seed: seed)
      records = chosen.map { faces.manifest.records[$0] }
      labels = faces.manifest.vocabulary.labels
      ages = faces.manifest.vocabulary.ages
      let all = faces.photographs()
      photographs = chosen.map { all[$0] }
      let saliency = try SaliencyInference(
        model: model, imageSize: description.settings.imageSize, device: device)
      let views = try saliency.views(
        of: faces.store, at: chosen.map { faces.storeIndices[$0] },
        task: "Inspecting the \(description.name) model", observer: observer)
      return ModelView(
        model: description.name, layer: saliency.layer, mapShape: saliency.mapShape,
        features: views.map(\.features), maps: views.map(\.map))
    }
    return try Representation(
      faces: records ?? [], labels: labels ?? .emotions7, ages: ages, photographs: photographs,
      views: views,
      seed: seed)
  }
}
