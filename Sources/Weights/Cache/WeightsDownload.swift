import Foundation
import FoundationNetworking
import Support

/// Downloads a file over HTTP, going on behind what an earlier attempt has written.
struct WeightsDownload {
  /// An http or https address.
  let source: String
  let title: String
  let observer: any ProgressObserver

  /// Seconds without a byte after which the connection counts as lost.
  private static let patienceInSeconds = 60.0

  /// Appends to the file what it still lacks.
  /// - Throws: `SmilestoneError.failed` that names the address and the remedy; what has come stays
  ///   in the file.
  func run(into file: FileHandle) throws {
    guard let url = URL(string: source), ["http", "https"].contains(url.scheme?.lowercased())
    else {
      throw SmilestoneError.usage(
        "\(source) is no http or https address.",
        remedy: "Give a --mirror that begins with https://.")
    }
    do {
      let existing = try file.seekToEnd()
      var outcome = request(url, from: existing, into: file)
      // What is there goes beyond the file at the source: it is something else.
      if outcome == .nothingThere { outcome = request(url, from: 0, into: file) }
      if case .failed(let reason) = outcome { throw failure(reason) }
      try file.synchronize()
    } catch let error as SmilestoneError {
      throw error
    } catch {
      throw failure(error.localizedDescription)
    }
  }

  private func failure(_ reason: String) -> SmilestoneError {
    .failed(
      "\(source) could not be fetched: \(reason).",
      remedy: "Check the network and run the command again, which goes on where it stopped; or "
        + "fetch the file by other means and use `smilestone weights import`.")
  }

  private func request(_ url: URL, from start: UInt64, into file: FileHandle) -> Transfer.Outcome {
    var request = URLRequest(url: url, timeoutInterval: WeightsDownload.patienceInSeconds)
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    if start > 0 { request.setValue("bytes=\(start)-", forHTTPHeaderField: "Range") }
    let transfer = Transfer(start: start, file: file, title: title, observer: observer)
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = 1
    let session = URLSession(
      configuration: .ephemeral, delegate: transfer, delegateQueue: queue)
    session.dataTask(with: request).resume()
    transfer.finished.wait()
    session.invalidateAndCancel()
    return transfer.outcome
  }
}

/// Writes one answer of the server into a file.
///
/// `@unchecked Sendable`: the session calls its delegate on one serial queue alone, and whoever
/// made the transfer reads `outcome` only after `finished`, which the last of those calls signals.
private final class Transfer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  enum Outcome: Equatable {
    case complete
    /// The file is complete already.
    case nothingLeft
    /// The file is longer than the one at the source.
    case nothingThere
    case failed(String)
  }

  let finished = DispatchSemaphore(value: 0)
  private(set) var outcome = Outcome.complete
  private let start: UInt64
  private let file: FileHandle
  private let title: String
  private let observer: any ProgressObserver
  /// Bytes in the file, and bytes that it will have; nil where the server does not say.
  private var written: UInt64 = 0
  private var total: UInt64?

  init(start: UInt64, file: FileHandle, title: String, observer: any ProgressObserver) {
    self.start = start
    self.file = file
    self.title = title
    self.observer = observer
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    do {
      outcome = try begin(response)
    } catch {
      outcome = .failed(error.localizedDescription)
    }
    completionHandler(outcome == .complete ? .allow : .cancel)
  }

  /// Decides from the answer's head whether the body belongs into the file, and where.
  private func begin(_ response: URLResponse) throws -> Outcome {
    guard let response = response as? HTTPURLResponse else {
      return .failed("the answer is not HTTP")
    }
    let range = response.value(forHTTPHeaderField: "Content-Range") ?? ""
    switch response.statusCode {
    case 206 where range.hasPrefix("bytes \(start)-"):
      written = start
    case 416: return range == "bytes */\(start)" ? .nothingLeft : .nothingThere
    case 200:
      try file.truncate(atOffset: 0)
      written = 0
    default: return .failed("the server answers with status \(response.statusCode)")
    }
    let expected = response.expectedContentLength
    total = expected >= 0 ? written + UInt64(expected) : nil
    return .complete
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard outcome == .complete else { return }
    do {
      try file.write(contentsOf: data)
      written += UInt64(data.count)
      observer.update(
        ProgressUpdate(
          task: title, completed: Int(written / 1000), total: Int((total ?? written) / 1000),
          unit: "kB"))
    } catch {
      outcome = .failed(error.localizedDescription)
      dataTask.cancel()
    }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: Error?) {
    if outcome == .complete {
      if let error {
        outcome = .failed(error.localizedDescription)
      } else if let total, written != total {
        outcome = .failed("the connection ended after \(written) of \(total) bytes")
      }
    }
    finished.signal()
  }
}
