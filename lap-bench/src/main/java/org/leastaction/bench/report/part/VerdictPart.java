package org.leastaction.bench.report.part;

import java.io.IOException;
import java.util.List;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.Typeface.EmbeddedFont;
import org.leastaction.bench.verdict.Sentence;
import org.leastaction.bench.verdict.Verdict;

/**
 * The sentences of a verdict with their topics; a caveat that consecutive sentences share is printed below the last.
 */
public final class VerdictPart {

    private static final double TOPIC = 82;
    private static final double SIZE = 9.5;
    private static final double LEADING = 13;

    private VerdictPart() {}

    /** The verdict on the network, or on the methods if there are several networks. */
    public static void draw(Pages pages, Comparison comparison) throws IOException {
        List<RunRecord> records = comparison.records();
        draw(pages, records.size() == 1 ? Verdict.of(records.get(0)) : Verdict.of(comparison));
    }

    /** Any verdict. */
    public static void draw(Pages pages, Verdict verdict) throws IOException {
        List<Sentence> sentences = verdict.sentences();
        for (int i = 0; i < sentences.size(); i++) {
            Sentence sentence = sentences.get(i);
            boolean follows = i > 0 && sentences.get(i - 1).topic() == sentence.topic();
            boolean repeated = i + 1 < sentences.size() && sentences.get(i + 1).caveat().equals(sentence.caveat());
            EmbeddedFont font = pages.typeface().regular(SIZE);
            EmbeddedFont small = pages.typeface().regular(8.5);
            List<String> text = pages.wrap(sentence.text(), font, Pages.WIDTH - TOPIC);
            List<String> caveat = sentence.caveat().isEmpty() || repeated ? List.of()
                    : pages.wrap(sentence.caveat(), small, Pages.WIDTH - TOPIC);
            pages.require(LEADING * text.size() + 11.5 * caveat.size() + 4);
            pages.text(follows ? "" : sentence.topic().title(), pages.typeface().bold(SIZE), Palette.INK, Pages.LEFT,
                    pages.y() + SIZE);
            for (String line : text) {
                pages.text(line, font, Palette.INK, Pages.LEFT + TOPIC, pages.y() + SIZE);
                pages.space(LEADING);
            }
            for (String line : caveat) {
                pages.text(line, small, Palette.SOFT, Pages.LEFT + TOPIC, pages.y() + 8.5);
                pages.space(11.5);
            }
            pages.space(4);
        }
        pages.space(verdict.sentences().isEmpty() ? 0 : 4);
    }
}
