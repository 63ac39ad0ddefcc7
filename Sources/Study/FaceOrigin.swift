import Faces

/// What faces are: drawings of `synth`, photographs, or both. What a model learnt from decides what
/// its answers can mean.
public enum FaceOrigin: String, Codable, Sendable, Equatable {
  case drawn, photographs, both

  /// - Parameter isDrawn: of each face; everything that is not marked as drawn is a photograph.
  /// - Returns: nil without a face.
  public init?(isDrawn: some Collection<Bool>) {
    guard let first = isDrawn.first else { return nil }
    guard isDrawn.allSatisfy({ $0 == first }) else {
      self = .both
      return
    }
    self = first ? .drawn : .photographs
  }
}

extension LoadedFaces {
  /// What the training faces among those included are; nil without one.
  func trainingOrigin(where isIncluded: (FaceRecord) -> Bool = { _ in true }) -> FaceOrigin? {
    FaceOrigin(
      isDrawn: zip(manifest.records, manifest.isDrawn).compactMap { record, isDrawn in
        record.split == .train && isIncluded(record) ? isDrawn : nil
      })
  }
}

/// What has to be said of models that are asked about photographs they know nothing of.
public struct OriginWarning: Sendable, Equatable {
  /// Which models, and why their answers mean nothing or may mean nothing.
  public let clauses: [String]
  /// The manifest's rows that are not marked as drawn.
  public let photographs: Int
  private let isDrawn: [Bool]

  /// - Returns: nil where no row is a photograph, or every model learnt from photographs.
  public init?(_ models: [ModelDescription], about manifest: Manifest) {
    isDrawn = manifest.isDrawn
    photographs = isDrawn.count { !$0 }
    func clause(_ origin: FaceOrigin?, _ reason: (_ isOne: Bool) -> String) -> String? {
      let names = models.filter { $0.learntFrom == origin }.map(\.name)
      guard let last = names.last else { return nil }
      let list = names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
      return "the \(list) model\(names.count == 1 ? "" : "s") \(reason(names.count == 1))"
    }
    clauses = [
      clause(.drawn) {
        "\($0 ? "was" : "were") trained on drawn faces: what \($0 ? "it says" : "they say") about "
          + "photographs means nothing"
      },
      clause(nil) {
        "\($0 ? "does" : "do") not tell of training on drawn faces or on photographs: if on drawn "
          + "faces, what \($0 ? "it says" : "they say") about photographs means nothing"
      },
    ].compactMap(\.self)
    guard photographs > 0, !clauses.isEmpty else { return nil }
  }

  /// For the terminal: what is wrong, and what to do instead.
  public var message: String {
    "WARNING: \(clauses.joined(separator: "; ")). \(photographs) of \(isDrawn.count) images are not "
      + "marked as drawn. Train on photographs first: `smilestone study --faces FACES --age-faces "
      + "AGES --out RUN`."
  }

  /// A cell for each row: the clauses for a photograph, "" for a drawing.
  public var cells: [String] {
    let text = clauses.joined(separator: "; ")
    return isDrawn.map { $0 ? "" : text }
  }
}
