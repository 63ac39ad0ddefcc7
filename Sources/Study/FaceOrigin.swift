import Faces
import Support

/// What faces are: synthetic, photographs, or both. What a model learnt from decides what
/// its predictions can mean.
public enum FaceOrigin: String, Codable, Sendable, Equatable {
  case synthetic, photographs, both

  /// Files of earlier versions say "drawn" of synthetic faces.
  public init(from decoder: any Decoder) throws {
    let name = try decoder.singleValueContainer().decode(String.self)
    guard let origin = FaceOrigin(rawValue: name == "drawn" ? "synthetic" : name) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "“\(name)” is no origin of faces."))
    }
    self = origin
  }

  /// - Parameter isSynthetic: of each face; everything that is not marked as synthetic is a photograph.
  /// - Returns: nil without a face.
  public init?(isSynthetic: some Collection<Bool>) {
    guard let first = isSynthetic.first else { return nil }
    guard isSynthetic.allSatisfy({ $0 == first }) else {
      self = .both
      return
    }
    self = first ? .synthetic : .photographs
  }
}

extension LoadedFaces {
  /// What the training faces among those included are; nil without one.
  func trainingOrigin(where isIncluded: (FaceRecord) -> Bool = { _ in true }) -> FaceOrigin? {
    FaceOrigin(
      isSynthetic: zip(manifest.records, manifest.isSynthetic).compactMap { record, isSynthetic in
        record.split == .train && isIncluded(record) ? isSynthetic : nil
      })
  }
}

/// What has to be said of models that are asked about photographs they know nothing of.
public struct OriginWarning: Sendable, Equatable {
  /// Which models, and why their predictions mean nothing or may mean nothing.
  public let clauses: [String]
  /// The manifest's rows that are not marked as synthetic.
  public let photographs: Int
  private let isSynthetic: [Bool]

  /// - Returns: nil where no row is a photograph, or every model learnt from photographs.
  public init?(_ models: [ModelDescription], about manifest: Manifest) {
    isSynthetic = manifest.isSynthetic
    photographs = isSynthetic.count { !$0 }
    func clause(_ origin: FaceOrigin?, _ reason: (_ isOne: Bool) -> String) -> String? {
      let names = models.filter { $0.learntFrom == origin }.map(\.name)
      guard let last = names.last else { return nil }
      let list = names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
      return "the \(list) model\(names.count == 1 ? "" : "s") \(reason(names.count == 1))"
    }
    clauses = [
      clause(.synthetic) {
        "\($0 ? "was" : "were") trained on synthetic faces: what \($0 ? "it says" : "they say") about "
          + "photographs means nothing"
      },
      clause(nil) {
        "\($0 ? "does" : "do") not tell of training on synthetic faces or on photographs: if on synthetic "
          + "faces, what \($0 ? "it says" : "they say") about photographs means nothing"
      },
    ].compactMap(\.self)
    guard photographs > 0, !clauses.isEmpty else { return nil }
  }

  /// For the terminal: what is wrong, and what to do instead.
  public var message: String {
    "WARNING: \(clauses.joined(separator: "; ")). Of "
      + "\(counted(isSynthetic.count, "image")), \(photographs) not marked as synthetic. Train on photographs first: `smilestone study --faces FACES --age-faces "
      + "AGES --out RUN`."
  }

  /// A cell for each row: the clauses for a photograph, "" for a synthetic face.
  public var cells: [String] {
    let text = clauses.joined(separator: "; ")
    return isSynthetic.map { $0 ? "" : text }
  }
}
