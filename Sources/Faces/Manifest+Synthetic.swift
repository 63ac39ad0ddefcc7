/// How a manifest says that its faces are drawn.
public enum SyntheticFaces {
  /// The `source` of synthetic faces.
  public static let source = "synthetic"

  /// The extra columns of synthetic manifests: the planted age, the weight w of the adult
  /// prototypes, and the kind of cohort.
  public static let extraColumns = ["true_age", "transition_weight", "cohort"]
}

extension Manifest {
  /// Whether each record is a drawing of `synth`: source, subject and the column `cohort` say so.
  ///
  /// Its votes are then those of `SimulatedRaters`. Drawings of different people resemble each other
  /// more than photographs do and repeat nothing, so that they are compared by subject and bytes alone.
  public var isSynthetic: [Bool] {
    guard let kinds = values(ofExtraColumn: "cohort") else { return records.map { _ in false } }
    return zip(records, kinds).map { record, kind in
      record.source == SyntheticFaces.source && record.subject != nil
        && CohortKind(rawValue: kind) != nil
    }
  }
}
