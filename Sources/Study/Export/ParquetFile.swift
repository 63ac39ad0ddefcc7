import Foundation

/// Writes a table as Apache Parquet: one group of rows, not compressed. Numbers are doubles, categories
/// dictionaries of their labels; the file's metadata say what each column means.
///
/// https://parquet.apache.org/docs/file-format/
enum ParquetFile {
  private static let magic = Data("PAR1".utf8)

  static func data(_ table: ResultsTable) -> Data {
    var data = magic
    var chunks: [CompactThrift.Value] = []
    for column in table.columns { chunks.append(.structure(append(column, to: &data))) }
    let bytes = data.count - magic.count
    let footer = CompactThrift([
      1: .int32(2),
      2: .list([.structure(root(of: table))] + table.columns.map { .structure(schema(of: $0)) }),
      3: .int64(table.rowCount),
      4: .list([
        .structure(
          CompactThrift([1: .list(chunks), 2: .int64(bytes), 3: .int64(table.rowCount)]))
      ]),
      5: .list(
        table.columns.map {
          .structure(CompactThrift([1: .text("meaning of \($0.name)"), 2: .text($0.meaning)]))
        }),
      6: .text("Smilestone \(Smilestone.version)"),
    ])
    data.append(footer.data)
    data.appendLittleEndian(UInt32(footer.data.count))
    return data + magic
  }

  // MARK: Schema

  private enum PhysicalType {
    static let double = 5
    static let bytes = 6
  }

  private static func type(of column: ResultsTable.Column) -> Int {
    if case .number = column.cells { PhysicalType.double } else { PhysicalType.bytes }
  }

  private static func root(of table: ResultsTable) -> CompactThrift {
    CompactThrift([4: .text("predictions"), 5: .int32(table.columns.count)])
  }

  /// Every cell may be empty: OPTIONAL (1). Text is UTF-8, as the older and the newer field say.
  private static func schema(of column: ResultsTable.Column) -> CompactThrift {
    let type = type(of: column)
    guard type == PhysicalType.bytes else {
      return CompactThrift([1: .int32(type), 3: .int32(1), 4: .text(column.name)])
    }
    return CompactThrift([
      1: .int32(type), 3: .int32(1), 4: .text(column.name), 6: .int32(0),
      10: .structure(CompactThrift([1: .structure(CompactThrift([:]))])),
    ])
  }

  // MARK: Columns

  private enum Encoding {
    static let plain = 0
    /// Runs of numbers packed in few bits, also those that say which cells are empty.
    static let packed = 3
    static let dictionary = 8
  }

  /// Appends a column's pages.
  /// - Returns: what the footer says of them.
  private static func append(
    _ column: ResultsTable.Column, to data: inout Data
  ) -> CompactThrift {
    let start = data.count
    var isKnown: [Int] = []
    var values = Data()
    var encoding = Encoding.plain
    switch column.cells {
    case .text(let cells):
      isKnown = cells.map { $0 == nil ? 0 : 1 }
      for cell in cells.compactMap(\.self) { append(cell, to: &values) }
    case .number(let cells):
      isKnown = cells.map { $0 == nil ? 0 : 1 }
      for cell in cells.compactMap(\.self) { values.appendLittleEndian(cell.bitPattern) }
    case .category(let cells, let labels):
      isKnown = cells.map { $0 == nil ? 0 : 1 }
      encoding = Encoding.dictionary
      let width = max(1, Int.bitWidth - max(labels.count - 1, 0).leadingZeroBitCount)
      values = Data([UInt8(width)]) + packed(cells.compactMap(\.self), bits: width)
      var names = Data()
      for label in labels { append(label, to: &names) }
      appendPage(
        names, type: 2, to: &data,
        7, CompactThrift([1: .int32(labels.count), 2: .int32(Encoding.plain)]))
    }
    let firstPage = data.count
    let levels = packed(isKnown, bits: 1)
    var page = Data()
    page.appendLittleEndian(UInt32(levels.count))
    appendPage(
      page + levels + values, type: 0, to: &data,
      5,
      CompactThrift([
        1: .int32(column.count), 2: .int32(encoding), 3: .int32(Encoding.packed),
        4: .int32(Encoding.packed),
      ]))
    let size = data.count - start
    let encodings = [Encoding.plain, Encoding.packed, encoding].map {
      CompactThrift.Value.int32($0)
    }
    let description = CompactThrift([
      1: .int32(type(of: column)), 2: .list(encodings), 3: .list([.text(column.name)]),
      4: .int32(0), 5: .int64(column.count), 6: .int64(size), 7: .int64(size),
      9: .int64(firstPage), 11: firstPage == start ? nil : .int64(start),
    ])
    return CompactThrift([2: .int64(start), 3: .structure(description)])
  }

  /// - Parameters:
  ///   - type: 0 for data, 2 for a dictionary.
  ///   - field: the number under which the header holds `description`.
  private static func appendPage(
    _ page: Data, type: Int, to data: inout Data, _ field: Int, _ description: CompactThrift
  ) {
    data.append(
      CompactThrift([
        1: .int32(type), 2: .int32(page.count), 3: .int32(page.count),
        field: .structure(description),
      ]).data)
    data.append(page)
  }

  private static func append(_ text: String, to data: inout Data) {
    data.appendLittleEndian(UInt32(text.utf8.count))
    data.append(contentsOf: text.utf8)
  }

  /// One run of groups of eight numbers, each in so many bits, the least first.
  private static func packed(_ numbers: [Int], bits: Int) -> Data {
    let groups = (numbers.count + 7) / 8
    var data = Data()
    data.appendVariableLength(UInt64(groups << 1 | 1))
    var bytes = [UInt8](repeating: 0, count: groups * bits)
    for (place, number) in numbers.enumerated() {
      for bit in 0..<bits where number >> bit & 1 == 1 {
        let position = place * bits + bit
        bytes[position / 8] |= 1 << UInt8(position % 8)
      }
    }
    return data + bytes
  }
}
