package org.leastaction.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * A page of the site.
 *
 * @param source   its Markdown file, relative to the root of the repository
 * @param document its content. Modified by {@link #replaceLinks}.
 * @param headings in order
 */
record Page(Path source, Node document, List<Section> headings) {

    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer HTML = HtmlRenderer.builder().extensions(EXTENSIONS).build();
    private static final TextContentRenderer TEXT = TextContentRenderer.builder().build();
    /** Pages with fewer sections have no table of contents. */
    private static final int FEWEST_SECTIONS = 3;

    /** A heading, with the id that links refer to. */
    private record Section(int level, String id, String text) {}

    static Page of(Path source, String markdown) {
        Node document = PARSER.parse(markdown);
        List<Section> headings = new ArrayList<>();
        IdGenerator ids = IdGenerator.builder().build();
        document.accept(new AbstractVisitor() {

            @Override
            public void visit(Heading heading) {
                String text = TEXT.render(heading).strip();
                headings.add(new Section(heading.getLevel(), ids.generateId(text), text));
            }
        });
        return new Page(source, document, headings);
    }

    /** The HTML file, relative to the folder of the site. */
    Path target() {
        String name = source.getFileName().toString();
        return source.resolveSibling(
                name.equals("README.md") ? "index.html" : name.substring(0, name.length() - "md".length()) + "html");
    }

    String title() {
        return headings.stream().findFirst().map(heading -> escaped(heading.text())).orElse("LAP");
    }

    boolean hasHeading(String id) {
        return headings.stream().anyMatch(heading -> heading.id().equals(id));
    }

    /** Replaces the destinations of links and pictures. */
    void replaceLinks(UnaryOperator<String> replacement) {
        document.accept(new AbstractVisitor() {

            @Override
            public void visit(Link link) {
                link.setDestination(replacement.apply(link.getDestination()));
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                image.setDestination(replacement.apply(image.getDestination()));
                visitChildren(image);
            }
        });
    }

    /** The content as HTML. */
    String body() {
        return HTML.render(document);
    }

    /** Links to the sections of a long page, otherwise nothing. */
    String contents() {
        List<Section> sections =
                headings.stream().filter(heading -> heading.level() == 2 || heading.level() == 3).toList();
        return sections.size() < FEWEST_SECTIONS ? "" : sections.stream()
                .map(section -> "<a class=\"level" + section.level() + "\" href=\"#" + section.id() + "\">"
                        + escaped(section.text()) + "</a>")
                .collect(Collectors.joining("\n"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
