import Presentation
import Report
import Testing

@Suite struct DataTableTests {
  /// Rows of a file that was changed may be of any length.
  @Test func raggedRowsFitTheColumns() {
    let table = DataTable(
      columns: ["a", "b"], rows: [[.text("x")], [.count(1), .count(2), .count(3)], []])
    #expect(table.csv == "a,b\nx,\n1,2\n,\n")
    #expect(table.rows.allSatisfy { $0.count == 2 })
  }

  @Test func textsAreNoFormulas() {
    let table = DataTable(
      columns: ["=a", "b"], rows: [[.text("@SUM(1)"), .number(-1.5, decimals: 1)]])
    #expect(table.csv == "'=a,b\n'@SUM(1),-1.5\n")
  }
}
