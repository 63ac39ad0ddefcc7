import Support

extension Manifest {
  /// Where each record's face is, from the columns of `FacePlace`; empty places where there are
  /// none.
  /// - Throws: `SmilestoneError` (bad input) naming the first image whose cells are no place.
  public func facePlaces() throws -> [FacePlace] {
    let columns = FacePlace.columns.map { values(ofExtraColumn: $0) }
    return try records.indices.map { row in
      do {
        return try FacePlace(cells: columns.map { $0?[row] ?? "" })
      } catch let refusal as UnusableImageError {
        throw SmilestoneError.badInput(
          "The face of \(records[row].image) has no place: \(refusal.reason).",
          remedy: "Correct \(FacePlace.columns.joined(separator: ", ")) or leave them empty.")
      }
    }
  }
}
