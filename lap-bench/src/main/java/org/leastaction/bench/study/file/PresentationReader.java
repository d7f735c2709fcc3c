package org.leastaction.bench.study.file;

import java.util.List;
import java.util.Map;
import org.leastaction.bench.study.Figure;
import org.leastaction.bench.study.Presentation;
import org.leastaction.bench.study.Presentation.Accuracy;
import org.leastaction.bench.study.Presentation.Rivals;
import org.leastaction.io.InputFileException;

/** Reads the presentation of the results from a study file. */
final class PresentationReader {

    /** The keys that it reads. */
    static final List<String> KEYS = List.of("accuracy", "best-of", "figures", "notes");

    private static final Map<String, Accuracy> ACCURACIES = Section.named(Accuracy.values());
    private static final Map<String, Rivals> RIVALS = Section.named(Rivals.values());
    private static final Map<String, Figure> FIGURES = Section.named(Figure.values());

    private PresentationReader() {}

    static Presentation read(Section root) throws InputFileException {
        Presentation usual = Presentation.defaults();
        Accuracy accuracy = root.choice("accuracy", ACCURACIES).orElse(usual.accuracy());
        Rivals rivals = root.choice("best-of", RIVALS).orElse(usual.rivals());
        List<Figure> figures = root.choices("figures", FIGURES);
        List<String> notes = root.texts("notes");
        return root.make("figures", () -> new Presentation(accuracy, rivals, figures, notes));
    }
}
