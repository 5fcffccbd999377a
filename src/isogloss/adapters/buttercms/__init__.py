"""ButterCMS behind the contract: pages, collections and the blog, in their locales."""
