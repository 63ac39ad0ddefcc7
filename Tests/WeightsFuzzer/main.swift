// Feeds mutated weights files to the reader: `fuzz-weights CORPUS SECONDS FIRST_CASE`.
//
// Each case follows from its number alone, so that one that crashes can be run again. The number
// of the case at work stands in the file `fuzz-weights.case`.

import Foundation
import Support
import TestSupport
import Weights

/// Runs cases until the time is over. In a function, so that everything is freed before the end,
/// when the sanitizer looks for leaks.
func fuzz(_ corpus: Corpus, seconds: Double, from first: UInt64) throws {
  let note = open("fuzz-weights.case", O_CREAT | O_TRUNC | O_RDWR, 0o644)
  defer { close(note) }
  let end = ContinuousClock.now + .seconds(seconds)
  var number = first
  var (read, refused) = (0, 0)
  repeat {
    pwrite(note, &number, 8, 0)
    do {
      let file = try WeightsFile(corpus.mutated(number), name: "case \(number)")
      read += 1
      for (name, tensor) in file.tensors where tensor.byteCount <= 1 << 20 {
        let bytes = try? file.bytes(of: name)
        precondition(bytes.map { $0.count == tensor.byteCount } ?? true, "\(number): \(name)")
      }
    } catch is SmilestoneError {
      refused += 1
    }
    number += 1
  } while ContinuousClock.now < end
  let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? "unknown"
  print(
    "fuzz-weights: \(read + refused) cases from \(first) on, \(read) read, \(refused) refused, "
      + "peak memory \(peak.split(whereSeparator: \.isWhitespace).dropFirst().joined(separator: " "))"
  )
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let seconds = Double(arguments[2]), let first = UInt64(arguments[3])
else {
  print("usage: fuzz-weights CORPUS SECONDS FIRST_CASE")
  exit(2)
}
try fuzz(Corpus(folder: URL(fileURLWithPath: arguments[1])), seconds: seconds, from: first)
