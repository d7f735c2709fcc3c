// The sentences of a verdict as they are written: a topic once, and a caveat once after the sentences that share it.

/** Groups {topic, sentences: [{text, caveat}]} and headings {heading}, in the order of the sentences. */
export function byTopic(sentences) {
  const groups = [];
  sentences.forEach((sentence, k) => {
    if (sentence.heading) {
      groups.push({heading: sentence.heading});
      return;
    }
    const last = groups.at(-1);
    const group = last?.topic === sentence.topic ? last : {topic: sentence.topic, sentences: []};
    if (group !== last) {
      groups.push(group);
    }
    const next = sentences[k + 1];
    const isShared = next && next.topic === sentence.topic && next.caveat === sentence.caveat;
    group.sentences.push({text: sentence.text, caveat: isShared ? "" : sentence.caveat ?? ""});
  });
  return groups;
}
