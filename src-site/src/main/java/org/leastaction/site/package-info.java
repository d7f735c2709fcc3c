/** The documentation as a static site: Markdown pages become HTML, links are checked, no page needs another host. */
package org.leastaction.site;
