import CReadStat
import Foundation
import Support

/// Writes a table as SPSS's system file (.sav), with labels of columns and values, by ReadStat.
enum SPSSFile {
  /// - Parameter date: when the file says that it was made.
  /// - Throws: `SmilestoneError.failed` with ReadStat's reason.
  static func data(_ table: ResultsTable, label: String, date: Date) throws -> Data {
    guard let writer = readstat_writer_init() else {
      throw SmilestoneError.failed("There is no memory for a table of SPSS.")
    }
    defer { readstat_writer_free(writer) }
    let output = Output()
    try check(
      readstat_set_data_writer(writer) { bytes, count, context in
        guard let bytes, let context else { return -1 }
        Unmanaged<Output>.fromOpaque(context).takeUnretainedValue().data
          .append(bytes.assumingMemoryBound(to: UInt8.self), count: count)
        return count
      })
    try check(readstat_writer_set_file_label(writer, label))
    try check(readstat_writer_set_file_timestamp(writer, time_t(date.timeIntervalSince1970)))
    let variables = try table.columns.map { try variable($0, of: writer) }
    try withExtendedLifetime(output) {
      try check(
        readstat_begin_writing_sav(
          writer, Unmanaged.passUnretained(output).toOpaque(), table.rowCount))
      for row in 0..<table.rowCount {
        try check(readstat_begin_row(writer))
        for (column, variable) in zip(table.columns, variables) {
          try insert(column, row, as: variable, into: writer)
        }
        try check(readstat_end_row(writer))
      }
      try check(readstat_end_writing(writer))
    }
    return output.data
  }

  private final class Output {
    var data = Data()
  }

  private typealias Writer = UnsafeMutablePointer<readstat_writer_t>
  private typealias Variable = UnsafeMutablePointer<readstat_variable_t>

  private static func variable(
    _ column: ResultsTable.Column, of writer: Writer
  ) throws -> Variable {
    var type = READSTAT_TYPE_DOUBLE
    var width = 0
    if case .text(let cells) = column.cells {
      type = READSTAT_TYPE_STRING
      width = max(1, cells.compactMap { $0?.utf8.count }.max() ?? 1)
    }
    guard let variable = readstat_add_variable(writer, column.name, type, width) else {
      throw SmilestoneError.failed("SPSS takes no column “\(column.name)”.")
    }
    readstat_variable_set_label(variable, column.meaning)
    if case .category(_, let labels) = column.cells {
      let set = readstat_add_label_set(writer, READSTAT_TYPE_DOUBLE, "labels_of_\(column.name)")
      for (place, label) in labels.enumerated() {
        readstat_label_double_value(set, Double(place + 1), label)
      }
      readstat_variable_set_label_set(variable, set)
    }
    return variable
  }

  private static func insert(
    _ column: ResultsTable.Column, _ row: Int, as variable: Variable, into writer: Writer
  ) throws {
    let status: readstat_error_t
    switch column.cells {
    case .text(let cells): status = readstat_insert_string_value(writer, variable, cells[row] ?? "")
    case .number(let cells):
      status =
        cells[row].map { readstat_insert_double_value(writer, variable, $0) }
        ?? readstat_insert_missing_value(writer, variable)
    case .category(let cells, _):
      status =
        cells[row].map { readstat_insert_double_value(writer, variable, Double($0 + 1)) }
        ?? readstat_insert_missing_value(writer, variable)
    }
    try check(status)
  }

  private static func check(_ status: readstat_error_t) throws {
    guard status != READSTAT_OK else { return }
    throw SmilestoneError.failed(
      "The table for SPSS cannot be made: \(String(cString: readstat_error_message(status))).",
      remedy: "Export as csv instead.")
  }
}
