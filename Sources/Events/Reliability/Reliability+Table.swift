import Support

extension Reliability {
  /// `reliability.csv`: a row for each number.
  public static func table(_ rows: [Row]) -> String {
    var writer = CSVWriter(header: [
      "measure", "coders", "code", "tolerance", "value", "lower", "upper", "children", "recordings",
    ])
    for row in rows {
      writer.append(
        [row.measure, row.coders.joined(separator: " – "), row.code ?? ""]
          + [row.toleranceInSeconds, row.value, row.lower, row.upper].map { number in
            number.map(EventTime.text) ?? ""
          } + ["\(row.children)", "\(row.recordings)"])
    }
    return writer.text
  }
}
