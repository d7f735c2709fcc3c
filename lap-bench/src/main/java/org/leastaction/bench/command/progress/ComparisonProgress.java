package org.leastaction.bench.command.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.bench.analysis.AnalysisWatch;
import org.leastaction.bench.compare.ComparedModel;
import org.leastaction.bench.compare.ComparedModel.ComparedNetwork;
import org.leastaction.bench.compare.ComparisonWatch;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.PartialAnalysis;

/** Shows the progress of a comparison, and stores every completed part of it in a folder. */
public final class ComparisonProgress implements ComparisonWatch {

    private final ProgressDisplay progress;
    private final Terminal terminal;
    private final Path folder;
    private final String key;
    private final List<String> groups;
    private final Map<String, AnalysisProgress> analyses = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();

    /**
     * @param folder of the parts
     * @param key    everything that determines the comparison, as text
     * @param groups of the analysis, in the order in which they are measured
     */
    public ComparisonProgress(
            ProgressDisplay progress, Terminal terminal, Path folder, String key, List<String> groups) {
        this.progress = progress;
        this.terminal = terminal;
        this.folder = folder;
        this.key = key;
        this.groups = List.copyOf(groups);
    }

    @Override
    public AnalysisWatch of(ComparedModel model, ComparedNetwork network) {
        String name = model.isSingle() ? model.name() : network.id();
        ProgressDisplay ofNetwork = new ProgressDisplay() {
            @Override
            public void reached(long done) {}

            @Override
            public void now(String what) {
                progress.now(name + ": " + what);
            }
        };
        String part = model.name() + " " + network.id();
        AnalysisProgress analysis = new AnalysisProgress(ofNetwork, kept(part), terminal, groups);
        analyses.put(part, analysis);
        names.put(part, name);
        return analysis;
    }

    @Override
    public Optional<Analysis> known(ComparedNetwork first, ComparedNetwork second) {
        return similarity(first, second).part("similarity");
    }

    @Override
    public void measured(ComparedNetwork first, ComparedNetwork second, Analysis similarity) {
        try {
            similarity(first, second).keep("similarity", similarity);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private PartialAnalysis similarity(ComparedNetwork first, ComparedNetwork second) {
        return kept("states of " + first.id() + " and " + second.id());
    }

    /** Models may have equal file names: the parts of a comparison are identified by model and network. */
    private PartialAnalysis kept(String part) {
        return PartialAnalysis.in(folder.resolve(part.replaceAll("[^A-Za-z0-9._-]+", "-")), key + " " + part);
    }

    @Override
    public void reached(String what, int done, int total) {
        progress.reached(done);
        progress.now(what);
    }

    /** A sentence for every group that failed. */
    public List<String> failures() {
        List<String> failures = new ArrayList<>();
        analyses.forEach((part, analysis) -> analysis.failures()
                .forEach(failure -> failures.add(names.get(part) + ": " + failure)));
        return failures;
    }
}
