import Presentation

extension PageBuilder {
  /// The result beside what is known of children; `Assets/development.bib` holds the works that it names.
  mutating func discussion() -> HTML {
    let subject =
      input.cohort.isSynthetic
      ? "The faces of this run are synthetic, so its result says how the method fares where development is known, "
        + "and nothing about children. What follows is what a run on photographs would stand beside."
      : "The result is about these photographs: their children, their occasions, and the adults who labelled "
        + "them."
    return section(
      "discussion", "Discussion",
      [
        """
        <p>\(HTML.data(subject))</p>
        <p><b>What is asked here.</b> When faces that are said to show an emotion look as adults’ do. That is \
        about how expressions are <em>produced</em>, as others perceive them. Most developmental studies ask \
        when children <em>recognise</em> emotions in others’ faces; the two need not come at one age.</p>
        <p><b>Infants.</b> The evidence does not support a set of facial expressions that each stand for one emotion in \
        infants; some expressions may mean something else in infants than in children and adults (Camras and \
        Shutter 2010). A label on an infant’s face is therefore an adult’s reading, and a model trained on such \
        labels learns that reading.</p>
        <p><b>Childhood.</b> Asked to make expressions, children between 6 and 11 years do it better the older \
        they are, and positive ones better than negative ones (Grossard et al. 2018). Recognition takes \
        equally long: labels for expressions start from few broad categories and differentiate through the \
        preschool years (Widen and Russell 2003, 2008); sensitivity is near adults’ at 5 years for happiness \
        alone, and still improves between 5 and 10 years for surprise, disgust and fear and beyond 10 for \
        anger and sadness (Gao and Maurer 2010). The order depends on the task: between 6 and 16 years others \
        found happiness, surprise, fear and disgust to improve, and anger and sadness hardly (Lawrence, Campbell \
        and Skuse 2015). One transition age for all emotions is a summary that hides such an order: see each \
        emotion by itself.</p>
        <p><b>What faces can say.</b> The same configuration goes with different states and the same state with \
        different configurations, between people, occasions and cultures (Barrett et al. 2019). Nothing here \
        is about what anybody felt.</p>
        """
      ])
  }
}
