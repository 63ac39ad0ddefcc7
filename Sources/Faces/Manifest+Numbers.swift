import Support

extension Manifest {
  /// The numbers of an extra column, one for each record: nil for an empty cell, and everywhere where
  /// there is no such column.
  /// - Throws: `SmilestoneError.badInput` for a cell that is no finite number.
  public func numbers(ofExtraColumn name: String) throws -> [Double?] {
    guard let cells = values(ofExtraColumn: name) else { return records.map { _ in nil } }
    return try zip(records, cells).map { record, cell in
      guard !cell.isEmpty else { return nil }
      guard let number = Double(cell), number.isFinite else {
        throw SmilestoneError.badInput(
          "The manifest's column \(name) holds “\(cell)” for “\(record.image)”.",
          remedy: "Fill it with numbers, or leave the cell empty.")
      }
      return number
    }
  }

  /// The age of each face that is known without an estimator: a label, or the planted age of a synthetic
  /// face (`true_age`).
  /// - Throws: `SmilestoneError.badInput` for a planted age that is no number.
  public func knownAgesInYears() throws -> [Double?] {
    let planted = try numbers(ofExtraColumn: "true_age")
    return zip(records, planted).map { record, planted in
      planted ?? (record.ageSource == .estimated ? nil : record.ageInYears)
    }
  }

  /// The weight of the adult prototypes in each synthetic face's expression.
  public func transitionWeights() throws -> [Double?] {
    try numbers(ofExtraColumn: "transition_weight")
  }
}
