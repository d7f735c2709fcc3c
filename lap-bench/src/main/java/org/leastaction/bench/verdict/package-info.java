/**
 * Verdicts: the numbers of an analysis, or of a comparison, in a few English sentences, by stated rules.
 *
 * <pre>{@code
 * Verdict verdict = Verdict.of(analysis);
 * for (Sentence sentence : verdict.sentences()) {
 *     System.out.println(sentence.text() + " " + sentence.caveat());
 * }
 * }</pre>
 *
 * <p>A verdict is a function of the record alone: it can be made at any later time from {@code records.jsonl}.
 */
package org.leastaction.bench.verdict;
