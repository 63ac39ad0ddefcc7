import Foundation

/// Files that people give where a table of text is wanted, known by their first bytes.
package enum ForeignTable {
  /// What a file is, with its article, and what to do with it; nil for text, or what is not known.
  package static func named(_ data: Data) -> (what: String, remedy: String)? {
    func has(_ text: String, at offset: Int = 0) -> Bool {
      data.dropFirst(offset).starts(with: text.utf8)
    }
    if has("PK\u{3}\u{4}") { return archive(data) }
    if data.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      return ("an Excel workbook of the older kind (.xls)", spreadsheetRemedy)
    }
    if has("PAR1") { return ("a Parquet file", packedRemedy) }
    if has("ARROW1") || has("FEA1") { return ("an Arrow file", packedRemedy) }
    if has("$FL2") || has("$FL3") {
      return ("an SPSS file", "In SPSS or PSPP, save the data as comma-separated text.")
    }
    if has("<stata_dta>") { return ("a Stata file", "In Stata, use `export delimited`.") }
    if data.starts(with: [0x89, 0x48, 0x44, 0x46]) {
      return ("an HDF5 file", "Write its table as CSV.")
    }
    if has("SQLite format 3") { return ("an SQLite database", "Export its table as CSV.") }
    if data.starts(with: [0xFF, 0xD8, 0xFF]) || data.starts(with: [0x89, 0x50, 0x4E, 0x47])
      || has("GIF8")
    {
      return ("an image", "Give a table, or the folder of the images.")
    }
    if has("%PDF") { return ("a PDF", "Ask for the table itself, as CSV.") }
    if data.starts(with: [0x1F, 0x8B]) || has("7z") || has("Rar!") || has("ustar", at: 257) {
      return ("an archive", "Unpack it first.")
    }
    return text(data)
  }

  private static let spreadsheetRemedy =
    "In the spreadsheet, save the sheet as “CSV UTF-8”, and give that file; without one, `xlsx2csv` (for "
    + ".xlsx) or `libreoffice --headless --convert-to csv` do it."
  private static let packedRemedy =
    "Unpack it into a CSV table (in Python, pandas.read_parquet(FILE).to_csv(…)) and, where it holds "
    + "images, into files that the table names."

  private static func archive(_ data: Data) -> (what: String, remedy: String) {
    // The names of a zip file's entries stand at its end, too.
    let names = data.prefix(4096) + data.suffix(65_536)
    func holds(_ name: String) -> Bool { names.range(of: Data(name.utf8)) != nil }
    if holds("opendocument.spreadsheet") {
      return ("an OpenDocument spreadsheet (.ods)", spreadsheetRemedy)
    }
    if holds("Index/Document.iwa") || holds("Index.zip") {
      return (
        "a Numbers spreadsheet (.numbers)", "In Numbers, export it as CSV (in Unicode, UTF-8)."
      )
    }
    if holds("[Content_Types].xml") || holds("xl/workbook") {
      return ("an Excel workbook (.xlsx)", spreadsheetRemedy)
    }
    return ("a zip archive", "Unpack it first.")
  }

  /// Text of another kind than a table.
  private static func text(_ data: Data) -> (what: String, remedy: String)? {
    let start = data.prefix(512).drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let lines = String(decoding: start, as: UTF8.self).lowercased()
    if lines.hasPrefix("<!doctype html") || lines.hasPrefix("<html") {
      return ("a web page", "Download the table itself; a page often stands for a log-in.")
    }
    if lines.hasPrefix("version https://git-lfs") {
      return ("a Git LFS pointer", "Fetch the file itself with `git lfs pull`.")
    }
    guard lines.hasPrefix("{") || lines.hasPrefix("[{") else { return nil }
    return ("JSON", "Write it as a CSV table, a row for each image.")
  }
}
