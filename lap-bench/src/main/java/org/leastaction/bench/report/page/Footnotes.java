package org.leastaction.bench.report.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lettered notes below a table; equal notes share a letter. */
public final class Footnotes {

    private final List<String> notes = new ArrayList<>();

    /** The letter of a note: a … z, aa, ab, … */
    public String mark(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
        return letter(notes.indexOf(note));
    }

    public void draw(Pages pages) throws IOException {
        for (String note : notes) {
            pages.note(letter(notes.indexOf(note)), note);
        }
        pages.space(notes.isEmpty() ? 0 : 4);
    }

    private static String letter(int index) {
        String last = String.valueOf((char) ('a' + index % 26));
        return index < 26 ? last : letter(index / 26 - 1) + last;
    }
}
