import Support

/// The data sets that can be read; the build writes the list `all` from the files in `Adapters`.
public enum DatasetAdapters {
  /// The names of all data sets, for people: "affectnet, csv, …".
  public static var namesInWords: String { all.map { $0.name }.joined(separator: ", ") }

  /// - Throws: `SmilestoneError` (usage) when no adapter has that name.
  public static func named(_ name: String) throws -> any DatasetAdapter {
    guard let type = all.first(where: { $0.name == name }) else {
      throw SmilestoneError.usage(
        "There is no data set kind “\(name)”.", remedy: "Choose one of \(namesInWords).")
    }
    return type.init()
  }

  /// The data set that a place looks like; one that is somebody's own goes before a layout that many
  /// have.
  /// - Returns: nil where it looks like none.
  /// - Throws: `SmilestoneError` (usage) where it looks like several.
  public static func recognised(in place: DatasetPlace) throws -> (any DatasetAdapter)? {
    let fitting = candidates(in: place)
    guard fitting.count < 2 else {
      let names = fitting.map { "\($0.name):\(place.url.path)" }
      throw SmilestoneError.usage(
        "\(place.url.path) looks like several data sets.",
        remedy: "Say which it is: \(names.joined(separator: " or ")).")
    }
    return fitting.first?.init()
  }

  /// The data sets that a place looks like, by the same rule; several where it cannot be told.
  public static func candidates(in place: DatasetPlace) -> [any DatasetAdapter.Type] {
    let fitting = all.filter { $0.recognises(place) }
    let own = fitting.filter { !$0.citations.isEmpty }
    return own.isEmpty ? fitting : own
  }
}
