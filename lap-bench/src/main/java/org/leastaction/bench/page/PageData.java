package org.leastaction.bench.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.part.FirstPage;
import org.leastaction.bench.verdict.Sentence;
import org.leastaction.bench.verdict.Verdict;
import org.leastaction.io.InputFileException;
import org.leastaction.ot.kernel.Parallelism;

/** The data of the page of a run directory; docs/page-data.md has the schema. */
final class PageData {

    static final String FORMAT = "lap-page/1";
    /** Networks whose particles are shown: the first seeds of every kind. */
    private static final int MOST_FLOWS = 64;

    private final RunDirectory directory;
    private final int points;
    private final Parallelism parallelism;
    private final ObjectNode page = JsonNodeFactory.instance.objectNode();
    private final ArrayNode notes = JsonNodeFactory.instance.arrayNode();
    private final NetworkJson networks = new NetworkJson();
    private final List<Shown> shown = new ArrayList<>();

    /** A network in the page. */
    private record Shown(RunRecord record, RunGroup group, int seedRank, ObjectNode node, int index) {}

    private PageData(RunDirectory directory, int points, Parallelism parallelism) {
        this.directory = directory;
        this.points = points;
        this.parallelism = parallelism;
    }

    /**
     * The data of a directory.
     *
     * @param points most particles of a network
     * @throws InputFileException if a file cannot be read, or there is no record
     */
    static ObjectNode of(RunDirectory directory, int points, Parallelism parallelism) throws IOException {
        return new PageData(directory, points, parallelism).build();
    }

    private ObjectNode build() throws IOException {
        RunDirectory.Records records = directory.records();
        if (records.all().isEmpty()) {
            throw new InputFileException(directory.recordsFile(), "holds no record, so there is nothing to report"
                    + records.damage().stream().findFirst().map(damage -> ": " + damage).orElse(""));
        }
        List<Comparison> comparisons = Comparison.of(records.all());
        page.put("format", FORMAT).put("title", FirstPage.title(comparisons))
                .put("subtitle", comparisons.size() == 1 ? FirstPage.about(comparisons.get(0))
                        : "Networks of " + comparisons.size() + " settings, described below.");
        page.set("panes", JsonNodeFactory.instance.arrayNode());
        page.set("verdict", verdict(comparisons));
        records.notes().forEach(note -> notes.add(note + "."));
        ArrayNode nodes = page.putArray("networks");
        for (Comparison comparison : comparisons) {
            for (RunGroup group : comparison.groups()) {
                List<RunRecord> runs = new ArrayList<>(group.runs());
                runs.addAll(group.diverged());
                for (int rank = 0; rank < runs.size(); rank++) {
                    ObjectNode node = networks.of(runs.get(rank), group);
                    shown.add(new Shown(runs.get(rank), group, rank, node, nodes.size()));
                    nodes.add(node);
                }
            }
        }
        putFlows();
        page.set("notes", notes);
        page.set("about", about(directory.manifest()));
        page.set("definitions", networks.definitions());
        return page;
    }

    private static ArrayNode verdict(List<Comparison> comparisons) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Comparison comparison : comparisons) {
            List<Sentence> sentences = (comparison.records().size() == 1
                    ? Verdict.of(comparison.records().get(0)) : Verdict.of(comparison)).sentences();
            if (comparisons.size() > 1 && !sentences.isEmpty()) {
                all.addObject().put("heading", FirstPage.about(comparison));
            }
            sentences.forEach(sentence -> all.addObject().put("topic", sentence.topic().title())
                    .put("text", sentence.text()).put("caveat", sentence.caveat()));
        }
        return all;
    }

    /** Version, commit and time, without names of folders, users or machines. */
    private static ArrayNode about(Optional<Manifest> manifest) {
        ArrayNode about = JsonNodeFactory.instance.arrayNode();
        manifest.ifPresent(made -> {
            String version = made.entries().getOrDefault("version", "");
            String commit = made.entries().getOrDefault("commit", "");
            if (!version.isEmpty()) {
                about.addArray().add("lap").add(version + (commit.isEmpty() ? ""
                        : ", commit " + commit.substring(0, Math.min(10, commit.length()))));
            }
            made.time().ifPresent(time -> about.addArray().add("made").add(time.toString()));
        });
        return about;
    }

    private void putFlows() throws IOException {
        ArrayNode flows = page.putArray("flows");
        Map<String, Integer> sheets = new HashMap<>();
        List<Shown> kept = shown.stream().filter(network -> FlowJson.exists(directory, network.record().id()))
                .sorted(Comparator.comparingInt(Shown::seedRank)).limit(MOST_FLOWS)
                .sorted(Comparator.comparingInt(Shown::index)).toList();
        long there = shown.stream().filter(network -> FlowJson.exists(directory, network.record().id())).count();
        if (there > kept.size()) {
            notes.add("The particles of " + kept.size() + " of " + there + " networks are here, the first seeds of each"
                    + " kind.");
        }
        if (kept.isEmpty()) {
            notes.add("The states of the samples were not kept, so no particles are shown.");
        }
        for (Shown network : kept) {
            Optional<ObjectNode> flow = FlowJson.of(directory, network.record(), points, parallelism);
            if (flow.isEmpty()) {
                notes.add("The states of " + network.node().path("name").asText()
                        + " are not all finite, so its particles are not shown.");
                continue;
            }
            if (!flow.get().path("segments").path(0).has("optimal")) {
                notes.add("Optimal images and neighbours of " + network.node().path("name").asText() + " are not shown:"
                        + " those of as many samples of this dimension take minutes. --html-points asks for fewer.");
            }
            network.node().put("flow", flows.size());
            String uri = flow.get().path("pictures").path("uri").asText();
            if (!uri.isEmpty() && sheets.putIfAbsent(uri, flows.size()) != null) {
                flow.get().put("pictures", sheets.get(uri));
            }
            flows.add(flow.get().put("network", network.index()));
        }
        choosePanes();
    }

    /**
     * The networks that are shown first: with several methods, vanilla with the initialisation of the greatest mean
     * cost, and the last method with the same initialisation; otherwise the first two networks.
     */
    private void choosePanes() {
        List<Shown> flowing = shown.stream().filter(network -> network.node().has("flow")).toList();
        Optional<Shown> wild = flowing.stream().filter(network -> isObjective(network, "vanilla"))
                .filter(network -> network.seedRank() == 0)
                .max(Comparator.comparingDouble(network -> meanCost(network.group())));
        Optional<Shown> calm = wild.flatMap(first -> List.of("lap", "fixed").stream()
                .flatMap(objective -> flowing.stream()
                        .filter(network -> isObjective(network, objective) && network.seedRank() == 0
                                && Objects.equals(network.group().initialisation(), first.group().initialisation())))
                .findFirst());
        ArrayNode panes = page.withArray("panes");
        if (calm.isPresent()) {
            panes.add(wild.orElseThrow().node().path("flow").asInt()).add(calm.get().node().path("flow").asInt());
            return;
        }
        flowing.stream().limit(2).forEach(network -> panes.add(network.node().path("flow").asInt()));
    }

    private static boolean isObjective(Shown network, String name) {
        return network.group().objective() != null && network.group().objective().name().equals(name);
    }

    private static double meanCost(RunGroup group) {
        return group.mean(CostMeasures.TRANSPORT_COST.key()).isPresent()
                ? group.mean(CostMeasures.TRANSPORT_COST.key()).estimate().value() : 0;
    }
}
