/// Which emotions each model confuses, by age group: a view of the accuracies' counts.
package enum ConfusionMatrices: Analysis {
  package static let id = "confusions"
}
