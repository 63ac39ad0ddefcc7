import CTorch
import Foundation
import Support

/// Texts under keys that all processes of a group read and write; process 0 keeps them.
///
/// `@unchecked Sendable`: c10d's `TCPStore` locks its connection for each call, and the pointer is set
/// once.
final class ProcessStore: @unchecked Sendable {
  let pointer: OpaquePointer

  /// - Parameter waitsForAll: whether process 0 waits until every process has opened the store.
  /// - Throws: `SmilestoneError` that says how the others can be found.
  init(_ place: ProcessPlace, waitsForAll: Bool, timeoutInSeconds: Double) throws {
    var opened: OpaquePointer?
    let status = ct_store_open(
      place.masterAddress, place.masterPort, waitsForAll && place.rank == 0,
      waitsForAll ? place.size : 0, timeoutInSeconds, &opened)
    guard status == 0, let opened else {
      throw ProcessStore.failure(place, timeoutInSeconds, String(cString: ct_last_error()))
    }
    pointer = opened
  }

  deinit { ct_store_free(pointer) }

  func set(_ key: String, to value: String) throws {
    try check(ct_store_set(pointer, key, value), "writing \(key)")
  }

  /// - Returns: nil where nothing is there.
  func text(_ key: String) throws -> String? {
    var value: UnsafeMutablePointer<CChar>?
    try check(ct_store_get(pointer, key, &value), "reading \(key)")
    defer { free(value) }
    return value.map { String(cString: $0) }
  }

  private static func failure(
    _ place: ProcessPlace, _ seconds: Double, _ reason: String
  ) -> SmilestoneError {
    let address = "MASTER_ADDR:MASTER_PORT (\(place.masterAddress):\(place.masterPort))"
    let line = reason.split(separator: "\n").first.map(String.init) ?? reason
    guard place.rank == 0 else {
      return .failed(
        "Process \(place.rank) of \(place.size) found no process 0 at \(address) within "
          + "\(Int(seconds)) s: \(line)",
        remedy:
          "Start all processes with the same MASTER_ADDR and MASTER_PORT, those of process 0's "
          + "machine, which no firewall may close; --process-timeout waits longer.")
    }
    return .failed(
      "Process 0 could not gather the \(place.size) processes at \(address) within \(Int(seconds)) "
        + "s: \(line)",
      remedy: "MASTER_ADDR must be this machine and MASTER_PORT free; WORLD_SIZE processes must be "
        + "started, each with a RANK of its own; --process-timeout waits longer.")
  }
}
